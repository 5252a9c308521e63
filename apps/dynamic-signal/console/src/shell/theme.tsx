import { type ReactNode, useSyncExternalStore } from 'react'
import { FluentProvider, Toaster, webDarkTheme, webLightTheme } from '@fluentui/react-components'

const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')

function subscribe(changed: () => void): () => void {
  prefersDark.addEventListener('change', changed)
  return () => prefersDark.removeEventListener('change', changed)
}

/** Light or dark as the system is, also while the console is open. */
export function Theme({ children }: { readonly children: ReactNode }) {
  const isDark = useSyncExternalStore(subscribe, () => prefersDark.matches)
  return (
    <FluentProvider theme={isDark ? webDarkTheme : webLightTheme} style={{ height: '100%' }}>
      {children}
      <Toaster toasterId="console" position="top" timeout={4000} pauseOnHover />
    </FluentProvider>
  )
}
