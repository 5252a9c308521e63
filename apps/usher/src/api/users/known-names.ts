import { nearest } from '@usher/engine'
import { userAttributes } from '../../gallery/directory-attributes.ts'
import { ownNames } from '../../store/attribute-names.ts'
import { Wrong, type Store } from '../../store/directory.ts'

const known: ReadonlySet<string> = new Set([...userAttributes.map(({ name }) => name), 'userType'])
/** Directory extensions carry their application in their name, which is no typing mistake. */
const extension = /^extension_\w+$/

/** Throws `Wrong` when nobody has an attribute of such a name, and no mapping says that there is one. */
export async function refuseUnknown(store: Store, names: readonly string[]): Promise<void> {
  const strange = names.filter((name) => !known.has(name) && !isReadOnly(name) && !extension.test(name))
  if (strange.length === 0) return
  const own = await ownNames(store, strange)
  const unknown = strange.find((name) => !own.has(name))
  if (unknown === undefined) return
  const near = nearest(unknown, [...known])
  throw new Wrong(
    'invalid',
    `There is no attribute ${JSON.stringify(unknown)}.${near === undefined ? '' : ` Did you mean ${near}?`} ` +
      'For values of your own there are extensionAttribute1 to extensionAttribute15; --new-attribute makes a new one.',
  )
}

/** The store says of these why they cannot be set. */
function isReadOnly(name: string): boolean {
  return name === 'id' || name === 'deletedDateTime'
}
