/** What goes with held removals: what was done before they were held, and what is deleted later by itself. */
import { DataTable } from '@usher/parts/data-table.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { When } from '@usher/parts/when.tsx'
import { plural } from '../../parts/numbers.ts'
import type { Removals } from './kinds.ts'

/** The service says at most so many. */
const most = 1000
const listed = 50

export function Before({ done }: Pick<Removals, 'done'>) {
  if (done.length === 0) return null
  return (
    <Section
      title={`${count(done.length, 'removal')} done before the others were held`}
      about="A burst begins with some. If it was a mistake, bring them back in the directory: the next cycle enables them again."
      isFlush
    >
      <DataTable
        label="Done before"
        columns={[
          { id: 'who', title: 'Who', show: ({ id, displayName }) => <TextLink to={`/users/${id}/applications`}>{displayName}</TextLink> },
          { id: 'what', title: 'What', width: '120px', show: ({ action }) => action },
          { id: 'when', title: 'When', width: '190px', show: ({ at }) => <When time={at} /> },
        ]} // prettier-ignore
        rows={done.slice(0, listed)}
        keyOf={({ id }) => id}
        minWidth="480px"
        empty={null}
      />
    </Section>
  )
}

export function Later({ deletions }: Pick<Removals, 'deletions'>) {
  if (deletions.length === 0) return null
  return (
    <Section
      title={`${count(deletions.length, 'account')} deleted later`}
      about="Disabled already, and deleted when their days are over, unless they come back. The next ones first."
      isFlush
    >
      <DataTable
        label="Deleted later"
        columns={[
          { id: 'who', title: 'Who', show: ({ id, displayName }) => <TextLink to={`/users/${id}/applications`}>{displayName}</TextLink> },
          { id: 'left', title: 'Disabled', width: '190px', isRoomy: true, show: ({ leftAt }) => <When time={leftAt} /> },
          { id: 'deleted', title: 'Deleted', width: '190px', show: ({ deletedAt }) => <When time={deletedAt} /> },
        ]} // prettier-ignore
        rows={deletions.slice(0, listed)}
        keyOf={({ id }) => id}
        minWidth="480px"
        empty={null}
      />
    </Section>
  )
}

function count(length: number, one: string): string {
  return length === most ? `${plural(most, one)} or more` : plural(length, one)
}
