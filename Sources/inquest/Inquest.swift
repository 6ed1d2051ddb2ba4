import ArgumentParser

@main
struct Inquest: ParsableCommand {}
