/**
 * Proxies are not used: the address that was looked at has to be the one that is connected to, and
 * behind a proxy nobody here can see where a name leads. Whoever has set one up is told.
 */
type Environment = Readonly<Record<string, string | undefined>>;

/** What to add to the reason of a failed connection; empty where no proxy is meant for the host. */
export function proxyNote({ protocol, hostname }: URL, environment: Environment = process.env): string {
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const found = [name, name.toLowerCase(), 'ALL_PROXY', 'all_proxy'].find((key) => (environment[key] ?? '').trim() !== '');
  if (found === undefined || isExempt(hostname, environment.NO_PROXY ?? environment.no_proxy ?? '')) return '';
  return `; ${found} is set, but proxies are not used: the host has to be reached directly`;
}

function isExempt(host: string, exceptions: string): boolean {
  const names = exceptions.split(',').map((entry) => entry.trim().toLowerCase().replace(/^\*?\./, '')).filter((entry) => entry !== '');
  return names.some((name) => name === '*' || host === name || host.endsWith(`.${name}`));
}
