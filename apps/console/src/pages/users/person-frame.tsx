import { Failed } from '@usher/parts/failed.tsx'
import { NotFound } from '@usher/parts/not-found.tsx'
import { isGone } from '@usher/parts/refused.ts'
import { useParams } from 'react-router'
import { useAsk } from '../../api/use-ask.ts'
import { Framed } from '../../parts/framed.tsx'
import { Enabled } from './enabled.tsx'
import { PersonCommands } from './person-commands.tsx'
import { nameOf } from './person.ts'

/** One person: what they are called, what can be done with them, and the pages about them. */
export function PersonFrame() {
  const { user = '' } = useParams()
  const person = useAsk('GET /usher/users/{who}', { path: { who: user } })
  if (isGone(person.error)) return <NotFound title="No such person" to="/users" text="Users" />
  const known = person.data
  return (
    <Framed
      name={known === undefined ? '' : nameOf(known)}
      root={`/users/${user}`}
      crumbs={[{ text: 'Users', to: '/users' }]}
      about={
        known !== undefined && (
          <>
            {known.userPrincipalName}{' '}
            {known.deletedDateTime === null ? <Enabled isEnabled={known.accountEnabled} /> : '· deleted'}
          </>
        )
      }
      actions={known !== undefined && <PersonCommands person={known} />}
    >
      <Failed error={person.error} again={person.refetch} />
    </Framed>
  )
}
