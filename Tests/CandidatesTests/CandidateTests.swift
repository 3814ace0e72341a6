import Candidates
import Testing

@Suite("A candidate")
struct CandidateTests {
    private let text = """
        // tune: TILE = 8 | 16
          // tune(choice): V = 0 | 1
        // constraint: TILE > V
        int x[TILE];
        """

    @Test("has an identity that text and point decide")
    func identity() throws {
        let space = try DesignSpace(parsing: text, file: "k")
        let first = Candidate(text: text, point: space.defaultPoint, origin: .start)
        let second = Candidate(text: text, point: space.nearestPoint(to: ["V": 1]), origin: .point)
        #expect(first.identity.count == 64)
        #expect(first.identity == Candidate(text: text, point: space.defaultPoint, origin: .edit).identity)
        #expect(first.identity != second.identity)
        // printf '\na' | sha256sum
        let known = "7361a6f4b374745deaf896ac72887d55e04107d1a1ff14e5e4d829fb47e82426"
        #expect(Candidate(text: "a", point: .empty, origin: .start).identity == known)
    }

    @Test("is defined to clang in the order of declaration")
    func definitions() throws {
        let space = try DesignSpace(parsing: text, file: "k")
        let candidate = Candidate(text: text, point: space.nearestPoint(to: ["TILE": 16]), origin: .point)
        #expect(candidate.definitions.map { "-D\($0.name)=\($0.value)" } == ["-DTILE=16", "-DV=0"])
    }

    @Test("bakes its point into a text that is a candidate of one point, line for line")
    func baking() throws {
        let space = try DesignSpace(parsing: text, file: "k")
        let point = space.nearestPoint(to: ["TILE": 16, "V": 1])
        let baked = Candidate(text: text, point: point, origin: .point).bakedText
        #expect(
            baked == """
                #define TILE 16 // tune: TILE = 16
                  #define V 1 // tune(choice): V = 1
                // constraint: TILE > V
                int x[TILE];
                """)
        let bakedSpace = try DesignSpace(parsing: baked, file: "k")
        #expect(bakedSpace.pointCount == 1)
        #expect(bakedSpace.defaultPoint == point)
        #expect(Candidate(text: baked, point: point, origin: .point).bakedText == baked)
    }
}
