import fc from 'fast-check';
import { redactSecrets } from '../../src/redact';
import { entropyOf, isPlaceholder } from '../../src/redact/values';
import { readText, listFiles } from '../rules/tree';
import { processorMs } from '../support/processor-time';

/** Made here and valid nowhere; in parts, so that scanners of this repository do not stumble over them. */
const MIXED = 'aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7bC9dE2fG4hJ6kL8mN1pQ3rS5tU7vW9xY2zA4bC6dE8fG1hJ3kL5mN7pQ9';
const HEX = '3f9a1c7e5b2d804698e1f3a7c5d9b2046a8e1f3c7d5b9a20';
const UPPER = 'Q7RN4KX2MP5TW3ZD6YBH';
const cut = (length: number, text = MIXED): string => text.repeat(3).slice(0, length);

const SECRETS: readonly (readonly [kind: string, language: string, before: string, secret: string, after: string])[] = [
  ['aws-access-key', 'typescript', "const id = '", `AKIA${UPPER.slice(0, 16)}`, "';"],
  ['aws-secret-key', 'python', 'aws_secret_access_key = "', cut(38) + '/+', '"'],
  ['github-token', 'bash', 'curl -u x:', `ghp_${cut(36)}`, ' https://api.github.com'],
  ['github-token', 'typescript', "auth('", `github_pat_${cut(22)}_${cut(59)}`, "')"],
  ['gitlab-token', 'yaml', 'run: login ', `glpat-${cut(20)}`, ''],
  ['slack-token', 'go', 'New("', `xoxb-1234567890-1234567890-${cut(24)}`, '")'],
  ['slack-webhook', 'typescript', 'post("https://hooks.slack.com/services/', `T${UPPER.slice(0, 8)}/B${UPPER.slice(0, 8)}/${cut(24)}`, '")'],
  ['stripe-key', 'ruby', "Stripe.api('", `sk_live_${cut(24)}`, "')"],
  ['google-key', 'javascript', 'src="maps?key=', `AIza${cut(35)}`, '"'],
  ['npm-token', 'text', 'run ', `npm_${cut(36)}`, ''],
  ['npm-token', 'ini', '//registry.example.org/:_authToken=', cut(20), ''],
  ['openai-key', 'python', 'OpenAI("', `sk-proj-${cut(20)}T3BlbkFJ${cut(20)}`, '")'],
  ['anthropic-key', 'python', 'client("', `sk-ant-api03-${cut(90)}`, '")'],
  ['hugging-face-token', 'python', 'login("', `hf_aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH`, '")'],
  ['sendgrid-key', 'php', "mail('", `SG.${cut(22)}.${cut(43)}`, "')"],
  ['gitlab-token', 'yaml', 'run: deploy ', `glptt-${cut(40, HEX)}`, ''],
  ['atlassian-token', 'bash', 'curl -u me@shop.io:', `ATATT3${cut(180)}=${UPPER.slice(0, 8)}`, ' https://shop.atlassian.net'],
  ['databricks-token', 'python', 'connect("', `dapi${cut(32, HEX)}-2`, '")'],
  ['linear-key', 'typescript', "new LinearClient('", `lin_api_${cut(40)}`, "')"],
  ['notion-token', 'typescript', "client('", `ntn_${cut(46)}`, "')"],
  ['grafana-token', 'bash', 'curl grafana ', `glsa_${cut(32)}_${cut(8, HEX)}`, ''],
  ['sentry-token', 'bash', 'sentry-cli login ', `sntrys_${cut(120)}_${cut(43)}`, ''],
  ['figma-token', 'python', 'figma("', `figd_${cut(40)}`, '")'],
  ['postman-key', 'text', 'postman ', `PMAK-${cut(24, HEX)}-${cut(34, HEX)}`, ''],
  ['new-relic-key', 'go', 'Agent("', `NRAK-${cut(27, UPPER)}`, '")'],
  ['supabase-token', 'typescript', "open('", `sbp_${cut(40, HEX)}`, "')"],
  ['planetscale-token', 'go', 'Open("', `pscale_tkn_${cut(43)}`, '")'],
  ['azure-client-secret', 'csharp', 'Login("', `${cut(3)}8Q~${cut(34)}`, '")'],
  ['terraform-token', 'text', 'login ', `${cut(14)}.atlasv1.${cut(67)}`, ''],
  ['doppler-token', 'bash', 'doppler run ', `dp.st.dev.${cut(43)}`, ''],
  ['groq-key', 'python', 'Groq("', `gsk_${cut(52)}`, '")'],
  ['replicate-token', 'python', 'Client("', `r8_${cut(37)}`, '")'],
  ['openrouter-key', 'python', 'ask("', `sk-or-v1-${cut(64, HEX)}`, '")'],
  ['n8n-key', 'bash', 'n8n ', `n8n_api_${cut(80, HEX)}`, ''],
  ['azure-storage-key', 'csharp', 'AccountName=a;AccountKey=', `${cut(86)}==`, ';'],
  ['jwt', 'http', 'cookie: session=', `eyJhbGciOiJIUzI1NiJ9.eyJ${cut(30)}.${cut(43)}`, ''],
  ['url-password', 'yaml', 'url: postgres://app:', 'correct-horse-9', '@db.internal:5432/app'],
  ['url-password', 'typescript', 'redis("redis://:', 'hunter2', '@cache:6379")'],
  ['connection-password', 'csharp', '"Server=db;User Id=sa;Password=', 'hunter22', ';Encrypt=true"'],
  ['authorization', 'http', 'Authorization: Bearer ', cut(40), ''],
  ['password', 'typescript', 'const password = "', 'hunter2', '";'],
  ['password', 'python', "DB_PASSWORD: str = '", 'Tr0ub4dor&3', "'"],
  ['password', 'java', 'private String dbPwd = "', 's3cr3t!pw', '";'],
  ['password', 'yaml', '  password: ', 'Tr0ub4dor&3', ''],
  ['password', 'dotenv', 'export MYSQL_ROOT_PASSWORD=', 'Tr0ub4dor&3', ''],
  ['secret', 'typescript', "apiKey: '", cut(32), "',"],
  ['secret', 'go', 'clientSecret := "', HEX.slice(0, 32), '"'],
  ['secret', 'json', '  "auth_token": "', cut(40), '",'],
  ['secret', 'dotenv', 'SESSION_SECRET=', cut(32), ''],
];

test.each(SECRETS)('%s in %s: %s…', (kind, language, before, secret, after) => {
  const text = `first\n${before}${secret}${after}\nlast\n`;
  const redacted = redactSecrets(text, language);
  expect(redacted.found).toEqual([{ kind, line: 1 }]);
  expect(redacted.text).toBe(`first\n${before}[redacted: ${kind}]${after}\nlast\n`);
});

const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${[0, 1, 2].map((at) => cut(64, MIXED.slice(at))).join('\n')}\n-----END RSA PRIVATE KEY-----`;

test('a private key goes with all its lines, whose number stays', () => {
  const { text, found } = redactSecrets(`before\n${PEM}\nafter`, 'text');
  expect(found).toEqual([{ kind: 'private-key', line: 1 }]);
  expect(text.split('\n')).toHaveLength(7);
  expect(text.endsWith(`-----END RSA PRIVATE KEY-----\nafter`)).toBe(true);
  for (const line of PEM.split('\n').slice(1, -1)) expect(text).not.toContain(line.slice(0, 20));
});

test('a private key in a quoted text, and one whose end is missing', () => {
  const quoted = `{"private_key": "${PEM.replaceAll('\n', '\\n')}\\n", "id": 1}`;
  expect(redactSecrets(quoted, 'json').text).not.toContain(cut(30));
  const open = PEM.split('\n').slice(0, -1).join('\n');
  expect(redactSecrets(open, 'text').text).not.toContain(cut(30));
});

test('code that reads keys is no key', () => {
  const code = `if (text.startsWith('-----BEGIN PRIVATE KEY-----')) return parse(text, '-----END PRIVATE KEY-----');`;
  expect(redactSecrets(code, 'typescript')).toEqual({ text: code, found: [] });
});

test.each([
  "password: 'Current password'", "type: 'password'", "passwordField = 'user_password'", 'const token = getToken(request);',
  "password: process.env.DB_PASSWORD", "secret: '${SECRET}'", 'API_KEY=<your key here>', "apiKey: 'YOUR_API_KEY_GOES_HERE_1234'", "secretName: 'oauth2-refresh-token-v1'",
  'postgres://user:${PASSWORD}@host/db', 'http://localhost:8080/a@b', 'https://host.example:443/@scope/name', "tokenType = 'https://example.com/oauth/token'",
  "key: 'src/components/passwords/reset-form2.tsx'", "passwordHash: 'bcrypt.hash'", 'AKIAIOSFODNN7EXAMPLE', "const passwordPattern = '^[A-Za-z0-9]+$';",
  'Authorization: Bearer <token>', 'sk-estimator-container-div-block', "import { token } from '../tokens/v2';", 'integrity: sha512-abc', "const PASSWORD = '********';",
  'password: "xxxxxxxx1"', "'token': 'token'", 'pwd: 12345678', 'ssh_key: id_ed25519.pub', "  private readonly tokens = 'semantic-tokens-2';",
])('%s stays', (line) => {
  expect(redactSecrets(line, 'yaml')).toEqual({ text: line, found: [] });
});

test('unquoted values count in settings only', () => {
  const line = 'password = Tr0ub4dor&3';
  expect(redactSecrets(line, 'ini').found).toHaveLength(1);
  expect(redactSecrets(line, 'typescript').found).toHaveLength(0);
});

test('several secrets of a line and of a text are counted each', () => {
  const line = `a('ghp_${cut(36)}', "postgres://u:hunter2@h/d")`;
  const { text, found } = redactSecrets(`${line}\n\n${line}`, 'typescript');
  expect(found.map(({ kind, line: at }) => `${kind} ${at}`)).toEqual(['github-token 0', 'url-password 0', 'github-token 2', 'url-password 2']);
  expect(text).not.toMatch(/hunter2|ghp_/);
});

test('any text keeps its lines and loses its secrets', () => {
  const line = fc.constantFrom<readonly [text: string, secret: string]>(
    ...SECRETS.map(([, , before, secret, after]) => [before + secret + after, secret] as const),
    [PEM, cut(64)], ['', '-'], ['const a = 1;', '-'], ['ümläut \u{1F600}', '-'], ['it\'s "half', '-'],
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), (lines, lineBreak) => {
      const text = lines.map(([own]) => own).join(lineBreak);
      const { text: shown, found } = redactSecrets(text, 'yaml');
      expect(shown.split('\n')).toHaveLength(text.split('\n').length);
      for (const [, secret] of lines) if (secret !== '-') expect(shown).not.toContain(secret);
      expect(found.every(({ line: at }) => at < text.split('\n').length)).toBe(true);
      expect(found.map(({ line: at }) => at)).toEqual(found.map(({ line: at }) => at).sort((x, y) => x - y));
    }),
  );
});

test('hostile text takes time in proportion to its length', async () => {
  const units = ['password=', 'token:"', 'eyJ', 'a://', 'host=a;', 'secret ', "aws'", '-----BEGIN PRIVATE KEY-----', 'Bearer ', 'xoxb-', 'AccountKey=', 'glpat-a', 'passwordpassword'];
  expect(await processorMs(() => units.forEach((unit) => redactSecrets(unit.repeat(20_000), 'yaml')))).toBeLessThan(20_000);
});

test('real source keeps its text: this project, and no more than known passwords of tests', () => {
  const files = listFiles().filter((path) => /^(src|nodes|bench|scripts|config|docs)\/.*\.(ts|mjs|yaml|md)$/.test(path));
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((path) => redactSecrets(readText(path), path.endsWith('.yaml') ? 'yaml' : 'typescript').found.map(({ kind, line }) => `${path}:${line + 1} ${kind}`));
  expect(found).toEqual([]);
});

test('entropy and placeholders', () => {
  expect(entropyOf('aaaa')).toBe(0);
  expect(entropyOf('abcd')).toBe(2);
  expect(['****', '<token>', '${X}', 'changeme', 'xxxx'].every(isPlaceholder)).toBe(true);
  expect(isPlaceholder('Tr0ub4dor&3')).toBe(false);
});
