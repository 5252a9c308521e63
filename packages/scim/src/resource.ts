/** A JSON value, frozen by habit. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** The attributes of an object, by name, as SCIM and Graph carry them. */
export type Attributes = { readonly [name: string]: Json }

/** Names one object: `{ type: 'User', id: '2819c223…' }`. */
export type Ref = { readonly type: string; readonly id: string }

/** The `meta` of a resource (RFC 7643 §3.1). `version` is a weak entity tag, `W/"3"`. */
export type Meta = {
  readonly resourceType: string
  readonly created?: string
  readonly lastModified?: string
  readonly location?: string
  readonly version?: string
}

/** A SCIM resource (RFC 7643 §3): its schemas, its identifier and its attributes. */
export type Resource = {
  readonly schemas: readonly string[]
  readonly id: string
  readonly externalId?: string
  readonly meta: Meta
} & Attributes
