import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAskIf } from '../../api/use-ask.ts'
import { useList } from '../../api/use-list.ts'
import type { DirectoryObject } from '../../parts/directory.ts'
import { reference } from '../../parts/directory.ts'
import { Facts } from '../../parts/facts.tsx'
import { type Principal, PrincipalPicker } from '../../parts/principal-picker.tsx'
import { type KnownPerson, nameOf, ofPerson } from './person.ts'

/** Whom somebody works for, and who works for them. */
export function Manager({ person }: { readonly person: KnownPerson }) {
  const may = useMay()
  const [isChoosing, setChoosing] = useState(false)
  const { managerId } = person
  const manager = useAskIf(managerId !== null, 'GET /usher/users/{who}', { path: { who: managerId ?? '' } })
  const reports = useList('GET /v1.0/users/{id}/directReports', { path: { id: person.id } })
  const rows = reports.rows as readonly DirectoryObject[] | undefined
  return (
    <Section
      title="Manager and reports"
      actions={
        may('microsoft.directory/users/manager/update') ? (
          <Button onClick={() => setChoosing(true)}>Change manager</Button>
        ) : undefined
      }
    >
      <Facts
        facts={[
          [
            'Manager',
            managerId === null ? (
              'Nobody'
            ) : (
              <TextLink to={`/users/${managerId}`}>
                {manager.data === undefined ? managerId : nameOf(manager.data)}
              </TextLink>
            ),
          ],
          ['Reports', <Reports key="reports" rows={rows} more={reports.hasNextPage} />],
        ]}
      />
      {isChoosing && <Choose person={person} onClose={() => setChoosing(false)} />}
    </Section>
  )
}

function Reports({ rows, more }: { readonly rows: readonly DirectoryObject[] | undefined; readonly more: boolean }) {
  if (rows === undefined) return <>…</>
  if (rows.length === 0) return <>Nobody</>
  return (
    <>
      {rows.map(({ id, displayName, userPrincipalName }, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <TextLink to={`/users/${id}`}>{displayName ?? userPrincipalName ?? id}</TextLink>
        </span>
      ))}
      {more && ' and more'}
    </>
  )
}

function Choose({ person, onClose }: { readonly person: KnownPerson; readonly onClose: () => void }) {
  const [chosen, choose] = useState<readonly Principal[]>([])
  const [one] = chosen
  const save = useAction({
    run: () =>
      one === undefined
        ? ask('DELETE /v1.0/users/{id}/manager/$ref', { path: { id: person.id } })
        : ask('PUT /v1.0/users/{id}/manager/$ref', { path: { id: person.id }, body: reference(one.id) }),
    done: one === undefined ? `${nameOf(person)} has no manager any more.` : `${one.name} is the manager.`,
    refresh: ofPerson,
    onDone: onClose,
  })
  return (
    <Ask
      title="Change manager"
      verb={one === undefined ? 'Remove manager' : 'Choose'}
      isReady={one !== undefined || person.managerId !== null}
      isPending={save.isPending}
      error={save.error}
      onYes={() => save.mutate()}
      onClose={onClose}
    >
      <Text>One person. When nobody is chosen, {nameOf(person)} has no manager.</Text>
      <PrincipalPicker chosen={chosen} onChoose={(all) => choose(all.slice(-1))} which="users" />
    </Ask>
  )
}
