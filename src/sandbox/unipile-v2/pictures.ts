/** Width and height of a PNG, as its header says; a square where it is none. */
export function imageSize(bytes: Uint8Array | undefined): { width: number; height: number } {
  if (bytes === undefined || bytes.length < 24 || bytes[1] !== 0x50) return { width: 512, height: 512 };
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
