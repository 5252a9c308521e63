import { type ComponentType, type LazyExoticComponent, createContext, lazy } from 'react'
import type { Place as Shown } from '@usher/parts/navigation.tsx'
import type { Action } from './api/session.ts'

/** A page at an address. Who may not do what it needs sees neither it nor a way to it. */
export type Place = {
  readonly path: string
  /** What GET of its main question needs: docs/reference/access.md. */
  readonly needs: Action | null
  readonly page: LazyExoticComponent<ComponentType>
  /** How the navigation shows it; absent: it is reached from another page. */
  readonly menu?: Omit<Shown, 'to'>
  /** The heading that it stands under in the menu of its object. */
  readonly under?: string
  /** What owners of applications see there who may not do what it needs. */
  readonly toOwners?: LazyExoticComponent<ComponentType>
  /** Pages within this page, which shows them in its `Outlet`. */
  readonly within?: readonly Place[]
}

/** The page that a file exports, which has no other export; it is loaded when somebody goes there. */
export function page(load: () => Promise<Readonly<Record<string, ComponentType>>>): Place['page'] {
  return lazy(async () => {
    const [Page] = Object.values(await load())
    if (Page === undefined) throw new Error('This file exports no page.')
    return { default: Page }
  })
}

/** The pages within the page that is shown. */
export const Within = createContext<readonly Place[]>([])
