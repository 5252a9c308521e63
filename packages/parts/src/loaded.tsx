import type { ReactNode } from 'react'
import { Spinner, makeStyles } from '@fluentui/react-components'
import { Failed } from './failed.tsx'

const useStyles = makeStyles({ waiting: { minHeight: '160px', display: 'grid', placeItems: 'center' } })

type Query<Data> = {
  readonly data: Data | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

type Props<Data> = { readonly query: Query<Data>; readonly children: (data: Data) => ReactNode }

/** What an answer shows as soon as it is there; why it is not; and what was there before beside why nothing newer is. */
export function Loaded<Data>({ query: { data, error, refetch }, children }: Props<Data>) {
  const styles = useStyles()
  return (
    <>
      <Failed error={error} again={refetch} />
      {data !== undefined && children(data)}
      {data === undefined && error === null && (
        <div className={styles.waiting}>
          <Spinner label="Loading" delay={300} />
        </div>
      )}
    </>
  )
}
