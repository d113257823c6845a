export default function Organisation() {
  return null;
}
