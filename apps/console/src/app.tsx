import { type ReactNode, Suspense, lazy } from 'react'
import { Spinner, makeStyles } from '@fluentui/react-components'
import { Failed } from '@usher/parts/failed.tsx'
import { Product } from '@usher/parts/page.tsx'
import { Shell } from '@usher/parts/shell.tsx'
import { ThemeButton } from '@usher/parts/theme.tsx'
import { Navigate, Route, Routes } from 'react-router'
import { SessionContext, useMay, useSession, useWhoIsThere } from './api/session.ts'
import { type Place, Within } from './place.ts'
import { places } from './places.tsx'
import { Person } from './shell/person.tsx'
import { NotAllowed, NotFound } from './shell/nothing-here.tsx'

/** Few people are in several directories. */
const DirectorySwitch = lazy(async () => ({ default: (await import('./shell/directory-switch.tsx')).DirectorySwitch }))

const useStyles = makeStyles({
  waiting: { height: '100%', minHeight: '240px', display: 'grid', placeItems: 'center' },
  failed: { maxWidth: '640px', margin: '48px auto', padding: '0 20px' },
})

/** The pages of whoever is signed in. */
export function App() {
  const styles = useStyles()
  const session = useWhoIsThere()
  if (session.data !== undefined)
    return (
      <SessionContext value={session.data}>
        <Product value="Usher">
          <Frame>
            <Suspense fallback={<Waiting />}>
              <Pages />
            </Suspense>
          </Frame>
        </Product>
      </SessionContext>
    )
  // Whoever is not signed in is on the way to do so.
  if (session.error === null || ('status' in session.error && session.error.status === 401)) return <Waiting />
  return (
    <div className={styles.failed}>
      <Failed error={session.error} again={session.refetch} />
    </div>
  )
}

function Waiting() {
  const styles = useStyles()
  return (
    <div className={styles.waiting}>
      <Spinner label="Loading" delay={300} />
    </div>
  )
}

function Frame({ children }: { readonly children: ReactNode }) {
  const may = useMay()
  const { directory, directories } = useSession()
  const shown = places.flatMap(({ path, menu, needs }) =>
    menu === undefined || !may(needs) ? [] : [{ to: path, ...menu }],
  )
  return (
    <Shell
      product="Usher"
      home="/"
      of={{ what: 'Directory', name: directory }}
      groups={[{ places: shown }]}
      end={
        <>
          <Suspense>{directories.length > 1 && <DirectorySwitch />}</Suspense>
          <ThemeButton />
          <Person />
        </>
      }
    >
      {children}
    </Shell>
  )
}

function Pages() {
  return (
    <Routes>
      {places.map(routeOf)}
      <Route path="*" element={<NotFound />} />
    </Routes>
  )
}

function routeOf(place: Place): ReactNode {
  const { path, within = [] } = place
  const [first] = within
  return (
    <Route key={path} path={path} element={<Guarded place={place} />}>
      {first !== undefined && <Route index element={<First places={within} />} />}
      {within.map(routeOf)}
      {within.length > 0 && <Route path="*" element={<NotFound />} />}
    </Route>
  )
}

/** To the first of these pages that whoever is signed in may see. */
function First({ places: some }: { readonly places: readonly Place[] }) {
  const may = useMay()
  const found = some.find(({ needs }) => may(needs)) ?? some[0]
  return found === undefined ? <NotFound /> : <Navigate to={found.path} replace />
}

/** The page, for who may do what it needs. Whoever may see something, but not Home, begins with that. */
function Guarded({ place: { path, needs, page: Page, within = [] } }: { readonly place: Place }) {
  const may = useMay()
  const first = places.find((one) => one.menu !== undefined && may(one.needs))
  if (!may(needs) && path === '/' && first !== undefined) return <Navigate to={first.path} replace />
  if (!may(needs)) return <NotAllowed needs={needs} />
  return (
    <Within value={within}>
      <Page />
    </Within>
  )
}
