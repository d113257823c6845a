export default function ManagePeople() {
  return null;
}
