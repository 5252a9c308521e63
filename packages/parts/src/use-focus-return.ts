import { useEffect, useState } from 'react'

/** Where the focus was before the dialogs that are open. One dialog may follow another. */
let origin: HTMLElement | null = null

/**
 * Puts the focus back to where it was, when a dialog goes: whoever works by keyboard goes on there. Fluent UI does so
 * for a dialog with a trigger of its own; ours come and go with the state of a page.
 */
export function useFocusReturn(): void {
  useState(() => (origin = whereItIs())) // while rendering: as soon as it is there, the dialog takes the focus
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isLost && origin?.isConnected === true) origin.focus()
      })
    },
    [],
  )
}

function whereItIs(): HTMLElement | null {
  const focused = document.activeElement
  if (!(focused instanceof HTMLElement) || focused === document.body) return null
  if (focused.closest('[role=dialog], [role=alertdialog]') !== null) return origin
  // An item of a menu goes with its menu; the button that opened it stays.
  if (focused.role === 'menuitem')
    return document.querySelector<HTMLElement>('[aria-haspopup=menu][aria-expanded=true]')
  return focused
}
