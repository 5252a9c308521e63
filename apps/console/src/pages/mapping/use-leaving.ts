import { useEffect, useState } from 'react'

/**
 * Asks before a link leads away from a page with something unsaved, and before the browser leaves. `to`: where somebody wants
 * to go, until `stay`.
 */
export function useLeaving(isChanged: boolean): { readonly to: string | null; readonly stay: () => void } {
  const [to, go] = useState<string | null>(null)
  useEffect(() => {
    if (!isChanged) return undefined
    const here = location.pathname
    const asked = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
      const isOrdinary = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey
      if (link === null || !isOrdinary || link.target === '_blank' || link.hasAttribute('download')) return
      const { origin, pathname, search } = new URL(link.href, location.href)
      if (origin !== location.origin || pathname === here) return
      event.preventDefault()
      event.stopPropagation()
      go(pathname + search)
    }
    const closed = (event: BeforeUnloadEvent): void => event.preventDefault()
    document.addEventListener('click', asked, true)
    window.addEventListener('beforeunload', closed)
    return () => {
      document.removeEventListener('click', asked, true)
      window.removeEventListener('beforeunload', closed)
    }
  }, [isChanged])
  return { to, stay: () => go(null) }
}
