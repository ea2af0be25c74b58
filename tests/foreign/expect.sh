# Sourced by the tests of this folder.
passed=0
failed=0

# expect CODE WORDS COMMAND...: the command ends with CODE and says WORDS.
expect() {
    local code=$1 words=$2 said got
    shift 2
    said=$("$@" 2>&1 </dev/null)
    got=$?
    if [ "$got" -eq "$code" ] && [[ $said == *"$words"* ]]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'wanted %s and "%s", got %s: %s\n    %s\n' "$code" "$words" "$got" "$said" "$*"
    fi
}
