import { type Attribute, type Schema, attributesIn, withAttributes } from './schema.ts'

/** A directory as the application itself describes it, with what was known before. */
export type Described = {
  readonly name: string
  readonly objects: readonly { readonly name: string; readonly attributes: readonly Attribute[] }[]
}
export type News = { readonly object: string; readonly attribute: Attribute }

/** What the application has and the draft does not know yet; letter case is no difference. */
export function newIn(schema: Schema, { name, objects }: Described): readonly News[] {
  return objects.flatMap((object) => {
    const known = attributesIn(schema, name, object.name).map((one) => one.name.toLowerCase())
    return object.attributes
      .filter((one) => !known.some((before) => isOf(before, one.name.toLowerCase())))
      .map((attribute) => ({ object: object.name, attribute: plain(attribute) }))
  })
}

/** `emails` is known where `emails[type eq "work"].value` is, and `manager.value` where `manager` is. */
function isOf(known: string, name: string): boolean {
  return known === name || `${known}.value` === name || known.startsWith(`${name}[`)
}

export function withNews(schema: Schema, directory: string, news: readonly News[]): Schema {
  return news.reduce((before, { object, attribute }) => {
    const of = { directory, object }
    return withAttributes(before, of, [...attributesIn(before, directory, object), attribute])
  }, schema)
}

/** Without what the service adds when it answers. */
function plain({ name, type, required, multivalued, caseExact, mutability }: Attribute): Attribute {
  return {
    name,
    type,
    required: required === true,
    multivalued: multivalued === true,
    caseExact: caseExact === true,
    mutability: mutability ?? 'ReadWrite',
  }
}
