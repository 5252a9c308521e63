export type SecretNotes = { readonly testedAt?: string }
