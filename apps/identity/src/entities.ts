import { CredentialRow } from './person/credential.entity.js';
import { PersonRow } from './person/person.entity.js';
import { RefreshTokenRow } from './session/refresh-token.entity.js';
import { SessionRow } from './session/session.entity.js';
import { SigningKeyRow } from './session/signing-key.entity.js';
import { UnitRow } from './unit/unit.entity.js';

/** Every entity of identity. */
export const entities = [PersonRow, CredentialRow, UnitRow, SessionRow, RefreshTokenRow, SigningKeyRow];
