import { type ReactNode, createContext, useContext, useState, useSyncExternalStore } from 'react'
import { Button, FluentProvider, Toaster, webDarkTheme, webLightTheme } from '@fluentui/react-components'
import { WeatherMoonRegular } from '@fluentui/react-icons/svg/weather-moon'
import { WeatherSunnyRegular } from '@fluentui/react-icons/svg/weather-sunny'

const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')
const place = 'theme'

function subscribe(changed: () => void): () => void {
  prefersDark.addEventListener('change', changed)
  return () => prefersDark.removeEventListener('change', changed)
}

type Choice = { readonly isDark: boolean; readonly choose: (isDark: boolean) => void }

const Chosen = createContext<Choice>({ isDark: false, choose: () => undefined })

/** Light or dark as the system is, also while the console is open; or as somebody chose in this browser. */
export function Theme({ children }: { readonly children: ReactNode }) {
  const isSystemDark = useSyncExternalStore(subscribe, () => prefersDark.matches)
  const [chosen, setChosen] = useState(() => localStorage.getItem(place))
  const isDark = chosen === null ? isSystemDark : chosen === 'dark'
  const choose = (dark: boolean): void => {
    const word = dark ? 'dark' : 'light'
    // Whoever chooses what the system has goes along with it again.
    if (dark === isSystemDark) localStorage.removeItem(place)
    else localStorage.setItem(place, word)
    setChosen(dark === isSystemDark ? null : word)
  }
  return (
    <Chosen value={{ isDark, choose }}>
      <FluentProvider
        theme={isDark ? webDarkTheme : webLightTheme}
        style={{ height: '100%', colorScheme: isDark ? 'dark' : 'light' }}
      >
        {children}
        <Toaster toasterId="console" position="bottom-end" timeout={4000} pauseOnHover />
      </FluentProvider>
    </Chosen>
  )
}

/** For what does not take its colours from the theme by itself. */
export function useIsDark(): boolean {
  return useContext(Chosen).isDark
}

/** Turns light to dark and back. */
export function ThemeButton() {
  const { isDark, choose } = useContext(Chosen)
  const label = isDark ? 'Light colours' : 'Dark colours'
  return (
    <Button
      appearance="subtle"
      icon={isDark ? <WeatherSunnyRegular /> : <WeatherMoonRegular />}
      aria-label={label}
      title={label}
      onClick={() => choose(!isDark)}
    />
  )
}
