export default function ImportKind() {
  return null;
}
