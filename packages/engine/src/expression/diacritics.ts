/**
 * A text without the marks on its Latin letters (mapping.md section 4.1, NormalizeDiacritics).
 *
 * Letters that are no base with a mark, like đ, ð and þ, stay, except for those of the table.
 */
export function withoutDiacritics(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replaceAll(/[æøœßłıÆØŒẞŁ]/g, (letter) => table[letter] ?? letter)
}

// ø is written out, ö and å are not.
const table: Readonly<Record<string, string>> = {
  æ: 'ae',
  ø: 'oe',
  œ: 'oe',
  ß: 'ss',
  ł: 'l',
  ı: 'i',
  Æ: 'AE',
  Ø: 'OE',
  Œ: 'OE',
  ẞ: 'SS',
  Ł: 'L',
}
