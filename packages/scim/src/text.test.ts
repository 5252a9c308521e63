import { expect, test } from 'vitest'
import { lenient, strict } from './rules.ts'
import { checkUserName, compareCodePoints, fold, userNameKey } from './text.ts'

test('FL-10: folding joins what simple case folding joins, for every character there is', () => {
  for (let code = 0x80; code <= 0x1ffff; code++) {
    const char = String.fromCodePoint(code)
    const isCased = char.toLowerCase() !== char || char.toUpperCase() !== char
    if (!isCased || !char.isWellFormed()) continue
    const composed = char.normalize('NFC')
    // JavaScript's /iu is simple case folding. Characters that NFC takes apart are compared as what they become.
    if (composed !== char) continue
    expect(new RegExp(`^${char}$`, 'iu').test(fold(char)), `U+${code.toString(16)}`).toBe(true)
  }
})

const same: readonly (readonly [string, string])[] = [
  ['ſ', 's'],
  ['ς', 'Σ'],
  ['\u212a', 'k'],
  ['É', 'e\u0301'],
  ['ЖАННА', 'жанна'],
  ['ẞ', 'ß'],
]

test.each(same)('FL-10: %s and %s are the same', (one, other) => {
  expect(fold(one)).toBe(fold(other))
})

test.each([
  ['ß', 'ss'],
  ['ı', 'i'],
  ['İ', 'i'],
  ['ﬀ', 'ff'],
])('FL-10: %s and %s are not the same', (one, other) => {
  expect(fold(one)).not.toBe(fold(other))
})

test('QY-8, FL-7: texts are ordered by code point, as a database orders their bytes', () => {
  const texts = ['', 'A', 'a', 'aa', 'é', 'ﬀ', '\ufffd', '😀', '😀a', '😁']
  const bytes = (text: string): Buffer => Buffer.from(text)
  for (const one of texts)
    for (const other of texts)
      expect(Math.sign(compareCodePoints(one, other))).toBe(Buffer.compare(bytes(one), bytes(other)))
})

test('CA-13: userNames that differ in case, width or composition only are the same name', () => {
  expect(userNameKey('Ana@Contoso.com')).toBe('ana@contoso.com')
  expect(userNameKey('ＡＮＡ')).toBe('ana')
  expect(userNameKey('ｱﾅ')).toBe(userNameKey('アナ'))
  expect(userNameKey('ﾡ')).toBe('\u3131')
  expect(userNameKey('Jose\u0301')).toBe(userNameKey('JOSÉ'))
  expect(userNameKey('ΟΔΟΣ')).toBe(userNameKey('οδοσ'))
  expect(userNameKey('ana silva')).not.toBe(userNameKey('anasilva'))
})

test.each(['ana@contoso.com', 'José', 'Жанна', '山田', 'a+b_c-d!', 'ＡＮＡ', 'straße', '٣'])(
  'CA-13: %s is a user name by RFC 8265',
  (name) => {
    expect(() => checkUserName(name, strict)).not.toThrow()
  },
)

test.each(['ana silva', 'a\tb', 'a\u00a0b', 'a\u200db', '½', '☃', '😀', 'ﬁ', '\u1100', 'Ⅳ', '\u0640', 'a\u3000b'])(
  'CA-13: %j is none, and is taken all the same when lenient',
  (name) => {
    expect(() => checkUserName(name, strict)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidValue' }) as Error,
    )
    expect(() => checkUserName(name, lenient)).not.toThrow()
  },
)
