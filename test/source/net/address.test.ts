import { classifyAddress } from '../../../src/source/net/address';
import { pinHost, type HostRules, type Resolve } from '../../../src/source/net/pin';
import { codeOfRejection } from '../../io/temp-folder';

const LOOPBACK = ['127.0.0.1', '127.0.0.53', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1'];
const PRIVATE = [
  '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255', '100.64.0.1', '100.127.255.255',
  'fc00::1', 'fd12:3456:789a::1', '::ffff:10.0.0.1', '::ffff:192.168.1.1', '::FFFF:172.16.0.1', '64:ff9b::a00:1', '64:ff9b::10.0.0.1',
];
const FORBIDDEN = [
  '0.0.0.0', '0.1.2.3', '169.254.169.254', '169.254.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192', '192.0.2.1',
  '192.88.99.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.255', '240.0.0.1',
  '255.255.255.255', '::', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'ff02::1', 'fec0::1', 'fd00:ec2::254', 'fd20:ce::254',
  '::ffff:169.254.169.254', '::ffff:0:7f00:1', '::7f00:1', '::10.0.0.1', '2001:db8::1', '2001::1', '2001:0:4136:e378::1', '2001:20::1',
  '2002:7f00:1::', '2002:a00:1::1', '3fff::1', '100::1', '64:ff9b:1::1', '64:ff9b::a9fe:a9fe', '5f00::1', '4000::1', 'not an address', '',
];
const PUBLIC = ['140.82.121.4', '1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '11.0.0.1',
  '192.167.1.1', '169.253.1.1', '223.255.255.255', '2606:4700:4700::1111', '2a00:1450:4001::200e', '::ffff:8.8.8.8', '64:ff9b::808:808'];

test.each(LOOPBACK)('%s is this machine', (address) => expect(classifyAddress(address)).toBe('loopback'));
test.each(PRIVATE)('%s is private', (address) => expect(classifyAddress(address)).toBe('private'));
test.each(FORBIDDEN)('"%s" is never asked', (address) => expect(classifyAddress(address)).toBe('forbidden'));
test.each(PUBLIC)('%s is public', (address) => expect(classifyAddress(address)).toBe('public'));

describe('hosts', () => {
  const pin = (url: string, rules: HostRules = {}, addresses: string[] = ['140.82.121.4']) => {
    const resolve: Resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    return codeOfRejection(pinHost(new URL(url), rules, resolve));
  };

  /** Ways to write an address that a filter of texts would let through. */
  test.each([
    'https://127.0.0.1/a', 'https://127.1/a', 'https://2130706433/a', 'https://0x7f000001/a', 'https://0x7f.0.0.1/a',
    'https://017700000001/a', 'https://0177.0.0.1/a', 'https://127.0.0.1./a', 'https://①②⑦.⓪.⓪.①/a', 'https://１２７.0.0.1/a',
    'https://127。0。0。1/a', 'https://[::1]/a', 'https://[0:0:0:0:0:0:0:1]/a', 'https://[::ffff:127.0.0.1]/a', 'https://[::ffff:7f00:1]/a',
    'https://0/a', 'https://0.0.0.0/a', 'https://[::]/a', 'https://169.254.169.254/a', 'https://2852039166/a', 'https://0xa9fea9fe/a',
    'https://[::ffff:a9fe:a9fe]/a', 'https://[fe80::1]/a', 'https://[fd00:ec2::254]/a', 'https://10.1/a', 'https://192.168.257/a',
    'https://172.16.0.1:8443/a', 'https://100.100.100.200/a', 'https://[fc00::1]/a', 'https://[64:ff9b::7f00:1]/a', 'https://[2002:7f00:1::]/a',
  ])('%s is refused', async (url) => expect(await pin(url)).toBe('SOURCE_ADDRESS_PRIVATE'));

  test.each([
    ['localhost', ['127.0.0.1']], ['localhost', ['::1']], ['metadata.google.internal', ['169.254.169.254']],
    ['rebind.example', ['140.82.121.4', '10.0.0.1']], ['v6.example', ['2606:4700::1', 'fe80::1']], ['nip.example', ['192.168.1.1']],
    ['cgnat.example', ['100.64.1.1']], ['mapped.example', ['::ffff:10.0.0.1']], ['azure.example', ['168.63.129.16']], ['zero.example', ['0.0.0.0']],
  ])('%s, which leads to %j, is refused', async (host, addresses) => {
    expect(await pin(`https://${host}/a`, {}, addresses)).toBe('SOURCE_ADDRESS_PRIVATE');
  });

  test('private ones are asked when allowed; metadata and link-local ones never', async () => {
    const rules = { allowPrivate: true };
    for (const address of [...LOOPBACK, ...PRIVATE]) expect(await pin('https://git.example/a', rules, [address])).toBe('none');
    for (const address of FORBIDDEN) expect(await pin('https://git.example/a', rules, [address])).toBe('SOURCE_ADDRESS_PRIVATE');
  });

  test('http: leads to this machine or nowhere', async () => {
    expect(await pin('http://git.example/a', {}, ['140.82.121.4'])).toBe('SOURCE_URL_INVALID');
    expect(await pin('http://git.example/a', { allowPrivate: true }, ['10.0.0.1'])).toBe('SOURCE_URL_INVALID');
    expect(await pin('http://git.example/a', { allowPrivate: true }, ['127.0.0.1', '10.0.0.1'])).toBe('SOURCE_URL_INVALID');
    expect(await pin('http://localhost/a', {}, ['127.0.0.1'])).toBe('SOURCE_ADDRESS_PRIVATE');
    expect(await pin('http://localhost/a', { allowPrivate: true }, ['127.0.0.1', '::1'])).toBe('none');
    expect(await pin('ftp://git.example/a')).toBe('SOURCE_URL_INVALID');
  });

  test.each([
    ['github.com', 'none'], ['GitHub.com', 'none'], ['github.com.', 'none'], ['api.corp.example', 'none'], ['a.b.corp.example', 'none'],
    ['evil-github.com', 'SOURCE_HOST_NOT_ALLOWED'], ['github.com.evil.example', 'SOURCE_HOST_NOT_ALLOWED'],
    ['corp.example', 'SOURCE_HOST_NOT_ALLOWED'], ['notcorp.example', 'SOURCE_HOST_NOT_ALLOWED'], ['gist.github.com', 'SOURCE_HOST_NOT_ALLOWED'],
  ])('of a list, %s gives %s', async (host, code) => {
    expect(await pin(`https://${host}/a`, { allowHosts: ['github.com', ' ', '*.corp.example'] })).toBe(code);
  });

  test('a name is asked for once, and what it leads to is what is connected to', async () => {
    let asked = 0;
    const resolve: Resolve = async () => [{ address: asked++ === 0 ? '140.82.121.4' : '10.0.0.1', family: 4 }];
    expect(await pinHost(new URL('https://rebind.example/a'), {}, resolve)).toEqual([{ address: '140.82.121.4', family: 4 }]);
    expect(asked).toBe(1);
  });

  test('one that has no address is unreachable', async () => {
    expect(await pin('https://none.example/a', {}, [])).toBe('SOURCE_UNREACHABLE');
    const failing: Resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
    expect(await codeOfRejection(pinHost(new URL('https://none.example/a'), {}, failing))).toBe('SOURCE_UNREACHABLE');
    expect(await codeOfRejection(pinHost(new URL('https://host.invalid/a'), {}))).toBe('SOURCE_UNREACHABLE');
  });
});
