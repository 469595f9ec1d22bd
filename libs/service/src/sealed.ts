import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipherName = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** Encrypts (AES-256-GCM) under a 256-bit key. `label` is bound to the result, which opens under no other. */
export function seal(plain: Buffer, key: Buffer, label: string): string {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(cipherName, key, nonce, { authTagLength: tagLength }).setAAD(
    Buffer.from(label),
  );
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** What was sealed, or undefined when key or label are others, or a bit was changed. */
export function unseal(text: string, key: Buffer, label: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < nonceLength + tagLength) return undefined;
  const nonce = bytes.subarray(0, nonceLength);
  const cipher = createDecipheriv(cipherName, key, nonce, { authTagLength: tagLength }).setAAD(
    Buffer.from(label),
  );
  cipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
  try {
    return Buffer.concat([cipher.update(bytes.subarray(nonceLength + tagLength)), cipher.final()]);
  } catch {
    return undefined;
  }
}
