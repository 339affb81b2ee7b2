import { createHttp } from '../../../src/source/net/http';
import { proxyNote } from '../../../src/source/net/proxy';
import { SOURCE_LIMITS } from '../../../src/source/limits';

const url = new URL('https://git.example.com/owner/repo');

test.each([
  [{ HTTPS_PROXY: 'http://proxy:3128' }, 'HTTPS_PROXY'],
  [{ https_proxy: 'http://proxy:3128' }, 'https_proxy'],
  [{ ALL_PROXY: 'socks5://proxy' }, 'ALL_PROXY'],
  [{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'other.com, .local' }, 'HTTPS_PROXY'],
])('%j is told as %s', (environment, name) => {
  expect(proxyNote(url, environment)).toContain(`${name} is set, but proxies are not used`);
});

test.each([
  {}, { HTTPS_PROXY: ' ' }, { HTTP_PROXY: 'http://proxy:3128' }, { HTTPS_PROXY: 'p', NO_PROXY: '*' }, { HTTPS_PROXY: 'p', no_proxy: 'example.com' },
  { HTTPS_PROXY: 'p', NO_PROXY: '*.example.com' }, { HTTPS_PROXY: 'p', NO_PROXY: 'git.example.com' },
])('%j says nothing', (environment) => {
  expect(proxyNote(url, environment)).toBe('');
});

test('a host that only a proxy knows is unreachable, with the reason and what to do', async () => {
  const before = process.env.HTTPS_PROXY;
  process.env.HTTPS_PROXY = 'http://127.0.0.1:9';
  try {
    const resolve = () => Promise.reject(new Error('ENOTFOUND'));
    const http = createHttp({ rules: {}, limits: SOURCE_LIMITS, resolve });
    await expect(http.send({ url })).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: expect.stringMatching(/its name is unknown; HTTPS_PROXY is set, but proxies are not used/) as string,
    });
  } finally {
    if (before === undefined) delete process.env.HTTPS_PROXY;
    else process.env.HTTPS_PROXY = before;
  }
});
