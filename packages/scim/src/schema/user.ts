import { urns } from '../message/urns.ts'
import { attribute } from './definition.ts'
import type { AttributeDefinition, ScimSchema } from './definition.ts'

/** A list of contact points or the like: value, display, type, primary (RFC 7643 §2.4). */
function plural(
  name: string,
  description: string,
  value: AttributeDefinition,
  canonicalValues?: readonly string[],
): AttributeDefinition {
  return attribute(name, description, {
    type: 'complex',
    multiValued: true,
    subAttributes: [
      value,
      attribute('display', 'A name of the value for people to read.'),
      attribute('type', 'What the value is for.', canonicalValues === undefined ? {} : { canonicalValues }),
      primary,
    ],
  })
}

const primary = attribute('primary', 'Whether this value is the preferred one. At most one is.', { type: 'boolean' })

/** The core User (RFC 7643 §4.1). `active` is required and has a default, so that it can never be absent. */
export const userSchema: ScimSchema = {
  id: urns.user,
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute('userName', 'The name by which the person signs in. Unique without regard to case.', {
      required: true,
      uniqueness: 'server',
    }),
    attribute('name', "The parts of the person's name.", {
      type: 'complex',
      subAttributes: [
        attribute('formatted', 'The full name, as it is displayed.'),
        attribute('familyName', 'The family name.'),
        attribute('givenName', 'The given name.'),
        attribute('middleName', 'The middle names.'),
        attribute('honorificPrefix', 'The title before the name.'),
        attribute('honorificSuffix', 'The suffix after the name.'),
      ],
    }),
    attribute('displayName', 'The name of the person, as others see it.'),
    attribute('nickName', 'The casual name of the person.'),
    attribute('profileUrl', "The address of the person's profile.", {
      type: 'reference',
      referenceTypes: ['external'],
      caseExact: true,
    }),
    attribute('title', 'The job title.'),
    attribute('userType', 'How the person belongs to the organisation.'),
    attribute('preferredLanguage', 'The language the person prefers, as in Accept-Language.'),
    attribute('locale', 'The locale for dates, numbers and currency.'),
    attribute('timezone', 'The time zone, as in the IANA database.'),
    attribute('active', 'Whether the account may be used. True unless said otherwise on creation.', {
      type: 'boolean',
      required: true,
      returned: 'always',
    }),
    attribute('password', 'The password. Never returned.', {
      mutability: 'writeOnly',
      returned: 'never',
      caseExact: true,
    }),
    plural('emails', 'The e-mail addresses.', attribute('value', 'An e-mail address.'), ['work', 'home', 'other']),
    plural('phoneNumbers', 'The telephone numbers.', attribute('value', 'A telephone number.'), [
      'work',
      'home',
      'mobile',
      'fax',
      'pager',
      'other',
    ]),
    plural('ims', 'The instant messaging addresses.', attribute('value', 'An instant messaging address.'), [
      'aim',
      'gtalk',
      'icq',
      'xmpp',
      'msn',
      'skype',
      'qq',
      'yahoo',
    ]),
    plural(
      'photos',
      'Pictures of the person.',
      attribute('value', 'The address of a picture.', {
        type: 'reference',
        referenceTypes: ['external'],
        caseExact: true,
      }),
      ['photo', 'thumbnail'],
    ),
    attribute('addresses', 'The postal addresses.', {
      type: 'complex',
      multiValued: true,
      subAttributes: [
        attribute('formatted', 'The full address, as on an envelope.'),
        attribute('streetAddress', 'The street and house number.'),
        attribute('locality', 'The city.'),
        attribute('region', 'The state or region.'),
        attribute('postalCode', 'The postal code.'),
        attribute('country', 'The country.'),
        attribute('type', 'What the address is for.', { canonicalValues: ['work', 'home', 'other'] }),
        primary,
      ],
    }),
    attribute('groups', 'The groups the person is in. Changed through the groups.', {
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute('value', 'The identifier of the group.', { mutability: 'readOnly', caseExact: true }),
        attribute('$ref', 'The address of the group.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          mutability: 'readOnly',
          caseExact: true,
        }),
        attribute('display', 'The name of the group.', { mutability: 'readOnly' }),
        attribute('type', 'Whether the membership is direct.', {
          mutability: 'readOnly',
          canonicalValues: ['direct', 'indirect'],
        }),
      ],
    }),
    plural('entitlements', 'What the person is entitled to.', attribute('value', 'An entitlement.')),
    plural('roles', 'The roles of the person.', attribute('value', 'A role.')),
    plural(
      'x509Certificates',
      'The certificates of the person.',
      attribute('value', 'A certificate, DER in base64.', { type: 'binary', caseExact: true }),
    ),
  ],
}
