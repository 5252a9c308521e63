import { When } from '@usher/parts/when.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { Facts } from '../../parts/small-facts.tsx'
import type { Line } from './question.ts'

const brought = { onDemand: 'Provision on demand', plan: 'An approved plan', undo: 'An undo' } as const

/** LG-18: what it is about, on both sides, with every id. */
export function Summary({ line }: { readonly line: Line }) {
  const { entry } = line
  const { id, displayName } = entry.servicePrincipal
  return (
    <Facts
      facts={[
        { label: 'Date', value: <When time={line.at} as="second" /> },
        {
          label: 'Application',
          value: id === '' ? '–' : <TextLink to={`/enterprise-apps/${id}/overview`}>{displayName}</TextLink>,
        },
        { label: 'Brought about by', value: entry.usher.by === undefined ? 'A cycle' : brought[entry.usher.by] },
        { label: 'Source', value: `${entry.sourceSystem.displayName}, ${entry.sourceIdentity.identityType}` },
        { label: 'Source ID', value: entry.sourceIdentity.id },
        { label: 'User principal name', value: entry.sourceIdentity.details['userPrincipalName'] ?? '–' },
        { label: 'Target', value: entry.targetSystem.displayName },
        { label: 'Target ID', value: entry.targetIdentity.id || '–' },
        { label: 'Duration', value: `${entry.durationInMilliseconds} ms in the application` },
        { label: 'Job ID', value: line.jobId },
        { label: 'Cycle ID', value: <TextLink to={`?cycle=${line.cycleId}&since=all`}>{line.cycleId}</TextLink> },
        { label: 'Change ID', value: entry.changeId },
      ]}
    />
  )
}
