/**
 * File names are hostile too: no line breaks, control characters, back ticks, or invisible characters
 * that turn the direction of text.
 */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`]/gu, '\uFFFD');
}
