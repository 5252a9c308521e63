import { useLocation, useSearchParams } from 'react-router'

type Change = Readonly<Record<string, string | number | undefined>>

/** What a page shows stands in its address, so that it can be sent to somebody, and Back goes back to it. */
export function useAddress(): readonly [query: URLSearchParams, change: (change: Change, isStep?: boolean) => void] {
  const [query, setQuery] = useSearchParams()
  const { pathname } = useLocation()
  const change = (change: Change, isStep = false): void => {
    // Whoever is on the way to another page, which may still be loading, is not called back by a search that begins only now.
    if (location.pathname !== pathname) return
    // What the address is now: two changes may follow each other before the page is drawn again.
    const after = new URLSearchParams(location.search)
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined || value === '') after.delete(name)
      else after.set(name, String(value))
    }
    setQuery(after, { replace: !isStep })
  }
  return [query, change]
}
