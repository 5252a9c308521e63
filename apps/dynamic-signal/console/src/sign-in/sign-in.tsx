import { type SyntheticEvent, useEffect, useState } from 'react'
import { Button, Field, Input, Text, Title3, makeStyles, tokens } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { request } from '../api/request.ts'
import type { Me } from '../api/types.ts'
import { ActionButton } from '@usher/parts/action-button.tsx'
import { Failed } from '@usher/parts/failed.tsx'

const useStyles = makeStyles({
  page: {
    minHeight: '100%',
    display: 'grid',
    placeItems: 'center',
    padding: '24px',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground3,
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: '20px',
    width: '100%',
    maxWidth: '400px',
    boxSizing: 'border-box',
    padding: '36px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
  },
  brand: { display: 'flex', alignItems: 'center', gap: '10px', fontWeight: tokens.fontWeightSemibold },
  words: { display: 'flex', flexDirection: 'column', gap: '4px' },
  title: { margin: 0 },
  about: { color: tokens.colorNeutralForeground3 },
  other: { alignSelf: 'flex-start', marginLeft: '-8px', minWidth: 0 },
})

type Entered = { readonly userName: string; readonly password: string; readonly tenant?: string }

/** Shown at whatever address somebody asks for; the page of that address follows. */
export function SignIn() {
  const styles = useStyles()
  const client = useQueryClient()
  const [query] = useSearchParams()
  const [tenant, setTenant] = useState(query.get('tenant'))
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: (entered: Entered) => request<Me>('POST', '/sign-in', entered),
    onSuccess: (me) => client.setQueryData(['me'], me),
  })
  useEffect(() => {
    document.title = 'Sign in · Dynamic Signal'
  }, [])
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    const wanted = tenant?.trim() ?? ''
    signIn.mutate({ userName, password, ...(wanted === '' ? {} : { tenant: wanted }) })
  }
  return (
    <main className={styles.page}>
      <form className={styles.card} onSubmit={submit}>
        <div className={styles.brand}>
          <img src="/icon.svg" alt="" width={28} height={28} />
          <Text size={400} weight="semibold">
            Dynamic Signal
          </Text>
        </div>
        <div className={styles.words}>
          <Title3 as="h1" className={styles.title}>
            Sign in
          </Title3>
          <Text className={styles.about}>to the admin console</Text>
        </div>
        <Failed error={signIn.error} />
        {tenant !== null && (
          <Field label="Tenant" hint="The name of the tenant; without one, the first tenant.">
            <Input value={tenant} autoComplete="organization" onChange={(_, { value }) => setTenant(value)} />
          </Field>
        )}
        <Field label="User name">
          <Input
            required
            value={userName}
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            onChange={(_, { value }) => setUserName(value)}
          />
        </Field>
        <Field label="Password">
          <Input
            required
            type="password"
            value={password}
            autoComplete="current-password"
            onChange={(_, { value }) => setPassword(value)}
          />
        </Field>
        <ActionButton
          type="submit"
          appearance="primary"
          size="large"

          isPending={signIn.isPending}
        >
          Sign in
        </ActionButton>
        {tenant === null && (
          <Button appearance="transparent" className={styles.other} onClick={() => setTenant('')}>
            Sign in to another tenant
          </Button>
        )}
      </form>
    </main>
  )
}
