import type { Group, Place as Shown } from '@usher/parts/navigation.tsx'
import { BuildingMultipleFilled, BuildingMultipleRegular } from '@fluentui/react-icons/svg/building-multiple'
import { PeopleCommunityFilled, PeopleCommunityRegular } from '@fluentui/react-icons/svg/people-community'
import { PersonFilled, PersonRegular } from '@fluentui/react-icons/svg/person'
import { PlugConnectedFilled, PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected'
import { PulseFilled, PulseRegular } from '@fluentui/react-icons/svg/pulse'
import { SettingsFilled, SettingsRegular } from '@fluentui/react-icons/svg/settings'
import { ShieldPersonFilled, ShieldPersonRegular } from '@fluentui/react-icons/svg/shield-person'
import type { Me } from '../api/types.ts'

type Place = Shown & {
  /** The heading that it stands under. */
  readonly under: '' | 'Admin' | 'Advanced'
  readonly isFor: (me: Me) => boolean
}

const everybody = (): boolean => true
const administrators = (me: Me): boolean => me.isAdmin

/** Where the navigation leads. */
const places: readonly Place[] = [
  { to: '/users', text: 'Users', icon: <PersonRegular />, chosen: <PersonFilled />, under: '', isFor: everybody },
  {
    to: '/groups',
    text: 'Groups',
    icon: <PeopleCommunityRegular />,
    chosen: <PeopleCommunityFilled />,
    under: '',
    isFor: (me) => me.tenant.groups,
  },
  {
    to: '/activity',
    text: 'Activity',
    icon: <PulseRegular />,
    chosen: <PulseFilled />,
    under: '',
    isFor: administrators,
  },
  {
    to: '/admin/rights',
    text: 'Admin rights',
    icon: <ShieldPersonRegular />,
    chosen: <ShieldPersonFilled />,
    under: 'Admin',
    isFor: administrators,
  },
  {
    to: '/admin/settings',
    text: 'Settings',
    icon: <SettingsRegular />,
    chosen: <SettingsFilled />,
    under: 'Admin',
    isFor: administrators,
  },
  {
    to: '/admin/tenants',
    text: 'Tenants',
    icon: <BuildingMultipleRegular />,
    chosen: <BuildingMultipleFilled />,
    under: 'Admin',
    isFor: (me) => me.isAdmin && me.tenant.isFirst,
  },
  {
    to: '/admin/advanced/api',
    text: 'API',
    icon: <PlugConnectedRegular />,
    chosen: <PlugConnectedFilled />,
    under: 'Advanced',
    isFor: administrators,
  },
]

/** What somebody may go to, with headings. */
export function placesOf(me: Me): readonly Group[] {
  const mine = places.filter(({ isFor }) => isFor(me))
  const group = (heading: Place['under']): Group => ({ heading, places: mine.filter(({ under }) => under === heading) })
  return [group(''), ...(me.isAdmin ? [group('Admin'), group('Advanced')] : [])]
}
