/** The public certificate in a file: base64 of its DER, as the Graph takes it; or what is wrong, in a sentence. */
export type Read = { readonly key: string; readonly error: null } | { readonly key: null; readonly error: string }

const block = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END/
const largest = 32 * 1024
/** DER of a certificate begins with a SEQUENCE of two bytes of length. */
const der = [0x30, 0x82]

/** PEM (.pem, .crt), DER (.cer, .der), or DER in base64. Of a PEM with a private key nothing but the certificate is taken. */
export function certificateIn(bytes: Uint8Array): Read {
  if (bytes.length > largest) return { key: null, error: 'The file is too large for a certificate.' }
  if (der.every((byte, at) => bytes[at] === byte)) return { key: base64(bytes), error: null }
  const text = new TextDecoder().decode(bytes)
  const [, within] = block.exec(text) ?? []
  if (within !== undefined) return { key: within.replaceAll(/\s/g, ''), error: null }
  if (text.includes('PRIVATE KEY-----'))
    return {
      key: null,
      error: 'This is a private key. It stays with the program; choose its certificate (.pem, .cer).',
    }
  const plain = text.replaceAll(/\s/g, '')
  if (/^MII[A-Za-z0-9+/]+=*$/.test(plain)) return { key: plain, error: null }
  return { key: null, error: 'There is no certificate in it. Choose a PEM or DER file (.pem, .crt, .cer, .der).' }
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
}
