import { When } from '@usher/parts/when.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { Facts } from '../../parts/facts.tsx'
import type { Line } from './question.ts'

const brought = { onDemand: 'Provision on demand', plan: 'An approved plan', undo: 'An undo' } as const

/** LG-18: what it is about, on both sides, with every id. */
export function Summary({ line }: { readonly line: Line }) {
  const { entry } = line
  const { id, displayName } = entry.servicePrincipal
  return (
    <Facts
      isSmall
      facts={[
        ['Date', <When key="Date" time={line.at} as="second" />],
        [
          'Application',
          id === '' ? (
            '–'
          ) : (
            <TextLink key="application" to={`/enterprise-apps/${id}/overview`}>
              {displayName}
            </TextLink>
          ),
        ],
        ['Brought about by', entry.usher.by === undefined ? 'A cycle' : brought[entry.usher.by]],
        ['Source', `${entry.sourceSystem.displayName}, ${entry.sourceIdentity.identityType}`],
        ['Source ID', entry.sourceIdentity.id],
        ['User principal name', entry.sourceIdentity.details['userPrincipalName'] ?? '–'],
        ['Target', entry.targetSystem.displayName],
        ['Target ID', entry.targetIdentity.id || '–'],
        ['Duration', `${entry.durationInMilliseconds} ms in the application`],
        ['Job ID', line.jobId],
        [
          'Cycle ID',
          <TextLink key="Cycle ID" to={`?cycle=${line.cycleId}&since=all`}>
            {line.cycleId}
          </TextLink>,
        ],
        ['Change ID', entry.changeId],
      ]}
    />
  )
}
