export function login(
  user = 'root', // the secret of line comments
  password = "hunter2" /* the secret of block comments */,
  url = `https://${user}:hunter3@host`,
  pattern = /hunter4['"`/*]/g,
  note = 'it\'s // hunter5',
): 'ok-hunter6' | `no-${string}` {
  return 'ok';
}

const token = 'hunter7';
const config = { key: 'hunter8', 'quoted-name': () => 'hunter9' };
type Kind = 'hunter10' | { 'kept-name': 'hunter11' };
class Keys { readonly key = 'hunter12'; secret?: 'hunter13' = undefined }
