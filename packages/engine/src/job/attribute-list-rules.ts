/** Rules about a list of attributes, as "Edit attribute list" shows it (mapping.md sections 1 and 6.2). */
import { warning, type Rule, type Said } from './finding.ts'
import type { AttributeDefinition, ObjectDefinition } from './schema.ts'

export const attributeListRules: readonly Rule<ObjectDefinition>[] = [oneAnchor, namesOnce, typesKnown]
/** Of an application; a directory may have attributes of its own with any name and as many values as it likes. */
export const targetListRules: readonly Rule<ObjectDefinition>[] = [...attributeListRules, customNames]

function oneAnchor({ attributes }: ObjectDefinition): readonly Said[] {
  const anchors = attributes.filter((one) => one.anchor === true).map(({ name }) => name)
  return anchors.length > 1 ? [`only one attribute can be the anchor, not ${anchors.join(' and ')}.`] : []
}

function namesOnce({ attributes }: ObjectDefinition): readonly Said[] {
  const seen = new Set<string>()
  return attributes.flatMap(({ name }) => {
    if (name.trim() === '') return ['an attribute has no name.']
    const key = name.toLowerCase()
    return seen.has(key) ? [`${name} is listed twice; remove one.`] : (seen.add(key), [])
  })
}

/** Every type of an attribute. */
export const types = ['String', 'Integer', 'Reference', 'Binary', 'Boolean', 'DateTime']
const mutabilities = ['ReadWrite', 'ReadOnly', 'Immutable', 'WriteOnly']

function typesKnown({ attributes }: ObjectDefinition): readonly Said[] {
  return attributes.flatMap(({ name, type, mutability }) => [
    ...(types.includes(type) ? [] : [`${name} has the type ${String(type)}; there are ${types.join(', ')}.`]),
    ...(mutabilities.includes(mutability ?? 'ReadWrite')
      ? []
      : [`${name} has the mutability ${String(mutability)}; there are ${mutabilities.join(', ')}.`]),
  ])
}

const standard = /^urn:ietf:params:scim:schemas:(?:core|extension:enterprise):2\.0:/i
const custom = /^urn:ietf:params:scim:schemas:extension:[^:]+(?::[^:]+)*:2\.0:(?:User|Group):[^:]+$/

/** Names that a person added. In an application of one's own such an attribute is one plain value (section 6.2). */
function customNames({ attributes }: ObjectDefinition): readonly Said[] {
  return attributes.flatMap((definition) => {
    const { name } = definition
    const byHand = isCustomerDefined(definition)
    if (standard.test(name)) return []
    const said: Said[] = []
    if (/^urn:/i.test(name) && !custom.test(name)) {
      const form = 'urn:ietf:params:scim:schemas:extension:{CustomExtensionName}:2.0:User:{CustomAttribute}'
      said.push(byHand ? `${name} must look like ${form}.` : warning(`${name} does not look like ${form}.`))
    }
    if (!byHand || name === 'roles') return said
    if (definition.type === 'Reference') said.push(`${name}: an attribute of your own cannot be a reference.`)
    if (definition.multivalued === true) said.push(`${name}: an attribute of your own has one value; only roles may have several.`) // prettier-ignore
    if (/\.2\.0:(?:User|Group):[^:]*[.[]/.test(name) || /:[^:]*[.[][^:]*$/.test(name.replace(/^urn:.*2\.0:/i, ':'))) {
      said.push(`${name}: an attribute of your own cannot have parts; write one plain name.`)
    }
    return said
  })
}

function isCustomerDefined({ metadata }: AttributeDefinition): boolean {
  return metadata?.some(({ key, value }) => key === 'IsCustomerDefined' && /true/i.test(value)) ?? false
}
