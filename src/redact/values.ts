/** Whether a value can be a secret at all, or is a word, a placeholder, a path. */

/** Shannon entropy of a text's characters, bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const PLACEHOLDER =
  /^(?:\W*|(.)\1*|[\s\S]*(?:\$\{|\{\{|<[^>]*>|%[sd(]|\$\(|\.\.\.|…|\*{3}|x{4}|X{4}|example|placeholder|changeme|change[-_ ]me|your[-_ ]|my[-_ ]?(?:secret|token|password|key)|dummy|redacted|todo|insert[-_ ]|replace[-_ ]|process\.env|import\.meta|os\.environ|getenv|secrets\.|vault:)[\s\S]*)$/i;
const NAMES = /^[A-Za-z]+(?:[ ._:/@-]+[A-Za-z]+)*[.!?:]?$/;
const PLAIN_WORDS = /^(?:password|passwort|secret|token|pass|pwd|user|username|admin|root|test|foobar|string|text|hidden|current|new|old|confirm|null|none|true|false|undefined|required|optional|default)\d{0,2}$/i;

/** Stands for a secret that is elsewhere, or for none. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value) || PLAIN_WORDS.test(value);
}

/**
 * What a person may have chosen as a password: not words or a name, which labels and fields hold
 * (`password: 'Current password'`), and not a path, a type or an expression.
 */
export function looksTyped(value: string, name: string): boolean {
  if (/\s/.test(value) || value.length > 100 || NAMES.test(value)) return false;
  if (/^[\w-]*\.[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$|^[./~\\]|^https?:|^[#@]|[()[\]{}]|=>|^\d+$/.test(value)) return false;
  if (value.toLowerCase().replace(/[\W_]/g, '') === name.toLowerCase().replace(/[\W_]/g, '')) return false;
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((one) => one.test(value)).length;
  return classes >= 2 && /\d|[!$%&*+?^~|]/.test(value) && entropyOf(value) >= 2.2;
}

/** What a machine made: letters and digits mixed over some length, no separated words, no path. */
export function looksRandom(value: string): boolean {
  if (value.length < 16 || /[^\w+/=.~-]/.test(value) || NAMES.test(value)) return false;
  if (/^[./~]|^https?:|\.[a-z]{1,5}$|^\d+$/.test(value)) return false;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  // Words with a number here and there, such as `oauth2-refresh-token-v1`.
  const wordy = value.split(/[-_./=]+|(?<=[a-z])(?=[A-Z])/).filter((part) => /^[A-Za-z]{3,}\d?$|^v?\d{1,2}$/.test(part)).join('').length;
  if (wordy >= 0.6 * value.length) return false;
  return entropyOf(value) >= (/^[a-f\d]+$/i.test(value) ? 2.9 : 3.4);
}
