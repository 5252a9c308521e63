import { useState } from 'react'
import { Checkbox, Field, Input, Select } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import type { Attribute } from './schema.ts'

const types = ['String', 'Boolean', 'Integer', 'DateTime', 'Reference', 'Binary']
const mutabilities: readonly { readonly value: string; readonly text: string }[] = [
  { value: 'ReadWrite', text: 'Read and write' },
  { value: 'ReadOnly', text: 'Read only' },
  { value: 'Immutable', text: 'Only when it is created' },
  { value: 'WriteOnly', text: 'Write only' },
]

type Props = {
  readonly attribute: Attribute | null
  /** Names of the others in the list. */
  readonly taken: readonly string[]
  readonly mayChange: boolean
  readonly onOk: (attribute: Attribute) => void
  readonly onClose: () => void
}

/** One attribute of a list: what it is called, and what its values are. */
export function EditAttribute({ attribute, taken, mayChange, onOk, onClose }: Props) {
  const [one, put] = useState<Attribute>(attribute ?? { name: '', type: 'String' })
  const isTaken = taken.some((name) => name.toLowerCase() === one.name.trim().toLowerCase())
  const box = (label: string, value: boolean, change: (checked: boolean) => Partial<Attribute>) => (
    <Checkbox
      label={label}
      checked={value}
      disabled={!mayChange}
      onChange={(_, { checked }) => put({ ...one, ...change(checked === true) })}
    />
  )
  const [referenced] = one.referencedObjects ?? []
  return (
    <Ask
      title={attribute === null ? 'Add attribute' : 'Edit attribute'}
      verb="OK"
      isReady={mayChange && one.name.trim() !== '' && !isTaken}
      isPending={false}
      error={null}
      onYes={() => onOk({ ...one, name: one.name.trim() })}
      onClose={onClose}
    >
      <Field
        label="Name"
        required
        hint="Custom attributes are called like urn:ietf:params:scim:schemas:extension:Contoso:2.0:User:badge."
        {...(isTaken && { validationMessage: 'The list has an attribute of this name.', validationState: 'error' })}
      >
        <Input
          value={one.name}
          readOnly={!mayChange || one.anchor === true}
          onChange={(_, { value }) => put({ ...one, name: value })}
        />
      </Field>
      <Field label="Type">
        <Select value={one.type} disabled={!mayChange} onChange={(_, { value }) => put({ ...one, type: value })}>
          {types.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </Select>
      </Field>
      {one.type === 'Reference' && (
        <Field label="Referenced object attribute" hint="An object and its attribute, like User.id.">
          <Input
            value={
              referenced === undefined
                ? ''
                : [referenced.referencedObjectName, referenced.referencedProperty ?? '']
                    .filter((text) => text !== '')
                    .join('.')
            }
            readOnly={!mayChange}
            onChange={(_, { value }) => put({ ...one, referencedObjects: value === '' ? [] : [referenceOf(value)] })}
          />
        </Field>
      )}
      <div>
        {box('Required', one.required === true, (required) => ({ required }))}
        {box('Multi-value', one.multivalued === true, (multivalued) => ({ multivalued }))}
        {box('Exact case', one.caseExact === true, (caseExact) => ({ caseExact }))}
      </div>
      <Field label="Mutability">
        <Select
          value={one.mutability ?? 'ReadWrite'}
          disabled={!mayChange}
          onChange={(_, { value }) => put({ ...one, mutability: value })}
        >
          {mutabilities.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </Select>
      </Field>
    </Ask>
  )
}

/** `Departments.Name`: the object, and its attribute. */
function referenceOf(text: string) {
  const [referencedObjectName = '', ...rest] = text.split('.')
  return rest.length === 0 ? { referencedObjectName } : { referencedObjectName, referencedProperty: rest.join('.') }
}
