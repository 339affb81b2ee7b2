/**
 * Characters that are there and not seen: they turn the direction of text (bidi controls), take no room
 * (zero-width, tags, fillers), or steer a terminal. Code that holds them is not what it looks like
 * (Boucher and Anderson, "Trojan Source", 2021), so they are shown by their number.
 */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb]|[\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Cs}/gu;
/** Joins the parts of one emoji, as in a family; anywhere else it hides. */
const JOINED = /(\p{Extended_Pictographic}\ufe0f?[\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic})/gu;
const JOINER = '\u0011';

export interface Visible {
  readonly text: string;
  /** How many characters are shown by their number. */
  readonly shown: number;
}

/** The text with such characters as `⟦U+202E⟧`; line breaks and tabs stay. */
export function showInvisible(text: string): Visible {
  let shown = 0;
  const name = (char: string): string => {
    shown += 1;
    return `⟦U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟧`;
  };
  if (text.search(INVISIBLE) < 0) return { text, shown: 0 };
  if (text.includes(JOINER)) return { text: text.replace(INVISIBLE, name), shown };
  const parts = text.replace(JOINED, `$1${JOINER}`).split(JOINER);
  return { text: parts.map((part) => part.replace(INVISIBLE, name)).join('\u200d'), shown };
}
