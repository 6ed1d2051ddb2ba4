import ArgumentParser
import Hummingbird

@main
struct LabCommand: ParsableCommand {}
