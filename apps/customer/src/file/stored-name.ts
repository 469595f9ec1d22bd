/** What the names of all objects of a file begin with. */
export function storedPrefix(id: string): string {
  return `stored/${id.slice(-2)}/${id}`;
}

/**
 * The object of a file with these bytes. Who finishes a file twice writes the same one; who meanwhile changed its pieces
 * writes another one, and cannot put other bytes in the place of those that were looked at.
 */
export function storedName(id: string, sha256: string): string {
  return `${storedPrefix(id)}.${sha256}`;
}
