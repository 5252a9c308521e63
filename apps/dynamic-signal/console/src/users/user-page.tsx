import { useState } from 'react'
import { Avatar, Skeleton, SkeletonItem, Tab, TabList, Text, makeStyles, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { Me, User } from '../api/types.ts'
import { Code } from '@usher/parts/code.tsx'
import { NotFound } from '@usher/parts/not-found.tsx'
import { isGone } from '@usher/parts/refused.ts'
import { CopyButton } from '@usher/parts/copy.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Page } from '@usher/parts/page.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { When } from '@usher/parts/when.tsx'
import { Profile } from './profile.tsx'
import { userQuery } from './queries.ts'
import { StatusBadge } from './status-badge.tsx'
import { UserActions } from './user-actions.tsx'
import { ArchivedNote } from './archived-note.tsx'

const useStyles = makeStyles({
  about: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 12px' },
  facts: { display: 'flex', flexWrap: 'wrap', gap: '16px 40px' },
  fact: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  name: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  value: { display: 'flex', alignItems: 'center', gap: '4px', minHeight: '24px', overflowWrap: 'anywhere' },
})

/** One user: what is known, where it came from, and what can be done. */
export function UserPage({ me }: { readonly me: Me }) {
  const { id = '' } = useParams()
  const { data: user, error, refetch } = useQuery(userQuery(id))
  const crumbs = [{ text: 'Users', to: '/users' }]
  if (isGone(error)) return <NotFound title="No such user" to="/users" text="Users" />
  if (user === undefined)
    return (
      <Page title="User" crumbs={crumbs}>
        {error === null ? (
          <Skeleton aria-label="Loading the user">
            <SkeletonItem size={128} />
          </Skeleton>
        ) : (
          <Failed error={error} again={refetch} />
        )}
      </Page>
    )
  return <Shown key={user.id} me={me} user={user} error={error} />
}

type Props = { readonly me: Me; readonly user: User; readonly error: Error | null }

function Shown({ me, user, error }: Props) {
  const styles = useStyles()
  const [tab, setTab] = useState('profile')
  const name = user.displayName || user.userName
  return (
    <Page
      title={name}
      crumbs={[{ text: 'Users', to: '/users' }]}
      about={
        <span className={styles.about}>
          <Avatar name={name} size={32} color={user.active ? 'colorful' : 'neutral'} aria-hidden />
          <Text>{user.userName}</Text>
          <StatusBadge user={user} />
        </span>
      }
      actions={me.isAdmin ? <UserActions user={user} /> : undefined}
    >
      <Failed error={error} />
      {user.archived !== null && <ArchivedNote user={user} />}
      <Section title="Overview">
        <div className={styles.facts}>
          <Fact name="ID">
            {user.id} <CopyButton text={user.id} what="the ID" appearance="subtle" size="small" />
          </Fact>
          <Fact name="External ID">
            {user.externalId ?? '–'}
            {user.externalId !== null && (
              <CopyButton text={user.externalId} what="the external ID" appearance="subtle" size="small" />
            )}
          </Fact>
          <Fact name="Created">
            <When time={user.created} as="minute" />
          </Fact>
          <Fact name="Last modified">
            <When time={user.lastModified} as="minute" />
          </Fact>
          {me.isAdmin && (
            <Fact name="Requests">
              <TextLink to={`/activity?search=${encodeURIComponent(user.id)}`}>See them in Activity</TextLink>
            </Fact>
          )}
        </div>
      </Section>
      <TabList selectedValue={tab} onTabSelect={(_, { value }) => setTab(String(value))} aria-label="What to show">
        <Tab value="profile">Profile</Tab>
        <Tab value="json">SCIM JSON</Tab>
      </TabList>
      {tab === 'profile' ? (
        <Profile attributes={user.attributes} />
      ) : (
        <Code text={JSON.stringify(user.resource, null, 2)} what="the SCIM resource" isJson />
      )}
    </Page>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  const styles = useStyles()
  return (
    <div className={styles.fact}>
      <span className={styles.name}>{name}</span>
      <span className={styles.value}>{children}</span>
    </div>
  )
}
