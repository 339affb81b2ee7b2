import { parseRepositoryUrl, describeUrl } from '../../../src/source/net/url';
import { codeThrown } from '../../io/temp-folder';

const HOSTILE: readonly string[] = [
  '', ' ', 'repo', '/srv/repo', './repo', '../repo', 'C:\\repo', 'file:///etc/passwd', 'file://host/repo', 'FILE:///x',
  // ways to start programs, or other protocols
  'ext::sh -c id', 'ext::git-upload-pack /repo', 'EXT::x', 'fd::17/foo', 'https::https://host/repo', 'transport::address', 'foo::https://host/a',
  'ssh://git@host/repo', 'git@github.com:owner/repo.git', 'github.com:owner/repo', 'git://host/repo', 'git+ssh://host/repo', 'ftp://host/repo',
  'ftps://host/repo', 'data:text/plain,x', 'javascript:alert(1)', 'gopher://host/_x', 'ws://host/repo', 'http', 'https', 'https:', 'https:/', 'https://',
  'https:///', 'https:///owner/repo', 'https:host/repo', 'https:/host/repo', 'https:\\\\host\\repo', 'https://\\host/repo', 'https://host\\repo', '//host/repo',
  // options of a command line
  '-u', '--upload-pack=id', '--config=core.sshCommand=id', '-https://host/repo', '-vu', '-4u',
  // user names and tokens
  'https://user@host/repo', 'https://user:secret@host/repo', 'https://:secret@host/repo', 'https://@host/repo', 'https://ghp_token@github.com/a/b',
  'https://github.com@evil.example/a/b', 'https://github.com:443@evil.example/a', 'https://user%40host/repo', 'https://a%3Ab@host/repo',
  // queries and fragments
  'https://host/repo?token=secret', 'https://host/repo#frag', 'https://host?x', 'https://host/repo?', 'https://host/repo#',
  // control characters, blanks and what nobody sees
  'https://host/re\npo', 'https://host/re\rpo', 'https://host/re\tpo', 'https://ho\nst/repo', '\nhttps://host/repo', ' https://host/repo', 'https://host/repo ',
  'https://host/re po', 'https://host/re\0po', 'https://host/\u001b[31m', 'https://host/a\u007f', 'https://host/a\u0085b', 'https://host/a\u00a0b',
  'https://host/a\u200bb', 'https://host/a\u202eb', 'https://ho\u00adst/b', 'https://host/a\u2028b', 'https://host/a\ufeffb', 'https://host/\u2066x',
  // encoded parts, and ways up
  'https://host/%2e%2e/repo', 'https://host/a/%2E%2E/b', 'https://host/a%2fb', 'https://host/a%5cb', 'https://host/a%00b', 'https://host/a%0ab', 'https://host/a%0D%0AHost:x',
  'https://host/a%7fb', 'https://host/../repo', 'https://host/a/../b', 'https://host/./a', 'https://host/a/..', 'https://h%6fst/repo',
  // no host, no repository, no port
  'https://?', 'https://#', 'https://:443/repo', 'https://host', 'https://host/', 'https://host//', 'https://host:0/repo', 'https://host:99999/repo', 'https://host:port/repo',
  'https://[::1/repo', 'https://[host]/repo', 'https://ho st/repo', 'https://ho<st/repo', 'https://ho^st/repo', 'https://ho|st/repo', 'https://1.2.3.4.5.6.0xg/',
  'https://host/a::b', 'https://ho::st/repo', `https://host/${'a'.repeat(3_000)}`,
];

test(`${HOSTILE.length} hostile addresses are refused`, () => {
  expect(HOSTILE.length).toBeGreaterThanOrEqual(80);
  const passed = HOSTILE.filter((url) => codeThrown(() => parseRepositoryUrl(url)) !== 'SOURCE_URL_INVALID');
  expect(passed).toEqual([]);
});

test.each([undefined, null, 7, {}, [], ['https://host/repo']])('%p is refused', (value) => {
  expect(codeThrown(() => parseRepositoryUrl(value))).toBe('SOURCE_URL_INVALID');
});

test('no refusal repeats the address, which may hold a token', () => {
  for (const url of HOSTILE.filter((text) => /secret|ghp_token/.test(text))) {
    try {
      parseRepositoryUrl(url);
    } catch (thrown) {
      expect(JSON.stringify([(thrown as Error).message, thrown])).not.toMatch(/secret|ghp_token/);
    }
  }
});

test.each([
  ['https://github.com/owner/repo', 'https://github.com/owner/repo'],
  ['https://github.com/owner/repo.git', 'https://github.com/owner/repo.git'],
  ['HTTPS://GitHub.com/Owner/Repo.git/', 'https://github.com/Owner/Repo.git'],
  ['https://git.example:8443/a/b/c.git', 'https://git.example:8443/a/b/c.git'],
  ['https://dev.azure.com/org/project/_git/repo%20name', 'https://dev.azure.com/org/project/_git/repo%20name'],
  ['https://[2606:4700::1]/a/b', 'https://[2606:4700::1]/a/b'],
  ['https://host/~user/repo', 'https://host/~user/repo'],
  ['https://host/@scope/repo', 'https://host/@scope/repo'],
  ['https://bücher.example/repo', 'https://xn--bcher-kva.example/repo'],
  ['http://127.0.0.1:3000/a/b.git', 'http://127.0.0.1:3000/a/b.git'],
])('%s is understood', (text, shown) => expect(describeUrl(parseRepositoryUrl(text))).toBe(shown));
