/** An SMTP server on this machine that keeps what it is handed. */
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and parts as they were sent. */
  readonly source: string;
}

export interface MailServer {
  readonly port: number;
  readonly mails: readonly Mail[];
  close(): Promise<void>;
}

export async function startMailServer({ user, password }: { user: string; password: string }): Promise<MailServer> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => {
      const known = auth.username === user && auth.password === password;
      done(known ? null : new Error('Wrong user or password'), known ? { user } : undefined);
    },
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), source: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A header of a mail, put together from its lines; encoded words in UTF-8 are read. */
export function headerOf({ source }: Mail, name: string): string | undefined {
  const head = source.slice(0, source.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  const value = new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1];
  return value?.replace(/=\?utf-8\?q\?(.*?)\?=/gi, (_, text: string) => decodeQuoted(text.replaceAll('_', ' '))).trim();
}

/** The part of a mail with this type, as it was written. */
export function partOf({ source }: Mail, type: string): string | undefined {
  const boundary = /boundary="?([^"\r\n;]+)/i.exec(source)?.[1];
  const parts = boundary === undefined ? [source] : source.split(`--${boundary}`);
  const found = parts.find((part) => new RegExp(`^content-type: ${type}`, 'im').test(part));
  if (found === undefined) return undefined;
  const start = found.indexOf('\r\n\r\n');
  const body = found.slice(start + 4);
  const encoding = /content-transfer-encoding: (\S+)/i.exec(found.slice(0, start))?.[1]?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  return encoding === 'quoted-printable' ? decodeQuoted(body.replace(/=\r\n/g, '')) : body;
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
