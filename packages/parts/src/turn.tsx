import { Button } from '@fluentui/react-components'

type TurnProps<Place> = {
  readonly label: string
  readonly icon: React.JSX.Element
  /** Where it leads; `undefined` at the end. */
  readonly to: Place | undefined
  readonly onTurn: (to: Place) => void
}

/** A button to what comes before or after. */
export function Turn<Place>({ label, icon, to, onTurn }: TurnProps<Place>) {
  // Focusable though disabled: who goes to the last page by keyboard is not thrown to the top of the document.
  return (
    <Button
      appearance="subtle"
      icon={icon}
      aria-label={label}
      title={label}
      disabledFocusable={to === undefined}
      onClick={() => to !== undefined && onTurn(to)}
    />
  )
}
