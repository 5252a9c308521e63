import { useState } from 'react'
import { Field, Input, Switch, Textarea } from '@fluentui/react-components'
import { CopyField } from '@usher/parts/copy.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useParams } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import type { Group } from '../../parts/directory.ts'
import { PropertiesForm } from '../../parts/properties-form.tsx'

/** What a group is called, and whether an application can be given to it. */
export function GroupPropertiesPage() {
  const { group = '' } = useParams()
  const known = useAsk('GET /v1.0/groups/{id}', { path: { id: group } })
  return <Loaded query={known}>{(one) => <Properties key={one.id} group={one} />}</Loaded>
}

function Properties({ group }: { readonly group: Group }) {
  const may = useMay()
  const [name, setName] = useState(group.displayName)
  const [description, describe] = useState(group.description ?? '')
  const [isSecurity, secure] = useState(group.securityEnabled)
  const save = useAction({
    run: () =>
      ask('PATCH /v1.0/groups/{id}', {
        path: { id: group.id },
        body: {
          displayName: name.trim(),
          description: description.trim() === '' ? null : description.trim(),
          ...(isSecurity !== group.securityEnabled && { securityEnabled: isSecurity }),
        },
      }),
    done: 'Saved.',
    refresh: ['GET /v1.0/groups', 'GET /v1.0/groups/{id}', 'GET /usher/why'],
  })
  const mayChange = may('microsoft.directory/groups/basic/update')
  const isChanged =
    name !== group.displayName || description !== (group.description ?? '') || isSecurity !== group.securityEnabled
  return (
    <PropertiesForm mayChange={mayChange} isReady={isChanged && name.trim() !== ''} save={save}>
      <Field label="Name" required>
        <Input value={name} readOnly={!mayChange} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field label="Description">
        <Textarea value={description} rows={2} readOnly={!mayChange} onChange={(_, { value }) => describe(value)} />
      </Field>
      <Field hint="Only security groups can be assigned to applications. While it is none, its assignments give nobody an account.">
        <Switch
          label="Security group"
          checked={isSecurity}
          disabled={!mayChange}
          onChange={(_, { checked }) => secure(checked)}
        />
      </Field>
      <Field label="Object ID">
        <CopyField what="Object ID" text={group.id} />
      </Field>
    </PropertiesForm>
  )
}
