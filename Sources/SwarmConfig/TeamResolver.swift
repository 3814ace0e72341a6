import Diagnostics
import StrictYAML

/// Finds what a team refers to: agents, models, prompts.
struct TeamResolver {
    /// The files.
    let files: DeclarationFiles
    /// Whether a model that no file declares is an error, or a warning because a run may declare it.
    let modelsMustExist: Bool
    /// Whether the variable of every used key must be set.
    let keysMustBeSet: Bool
    /// The prompts read so far by path; nil for one that could not be read.
    private(set) var prompts: [String: PromptFile?] = [:]

    /// A resolver that reports to the files' sink.
    init(files: DeclarationFiles, modelsMustExist: Bool, keysMustBeSet: Bool) {
        self.files = files
        self.modelsMustExist = modelsMustExist
        self.keysMustBeSet = keysMustBeSet
    }

    /// An agent read from its file with the team's overrides, and its number among its like.
    private struct Cast {
        /// The agent.
        var declaration: AgentDeclaration
        /// Where the team names it.
        var place: SourceLocation
        /// How many of it.
        var count: Int
        /// Its weight in the council; nil for the declared one.
        var vote: Double?
    }

    /// The team with everything it refers to; nil when a finding leaves none. `models` are the run's own.
    mutating func resolve(_ team: TeamDeclaration, models runModels: YAMLNode?) -> TeamConfiguration? {
        let members = team.members.compactMap {
            cast($0.agent, count: $0.count, overrides: $0.overrides, isJudge: false)
        }
        let judges = (team.council?.judges ?? []).compactMap { judge in
            cast(judge.agent, count: 1, overrides: nil, isJudge: true, vote: judge.weight)
        }
        var table = ModelTable()
        for cast in members + judges { table.lay(cast.declaration.models) }
        table.lay(team.models)
        table.lay(runModels)
        let models = table.readAll(into: files.sink)
        let ids = ids(of: members + judges)
        var instances: [[AgentInstance]] = []
        for (index, cast) in (members + judges).enumerated() {
            loadPrompt(cast.declaration.prompt)
            guard let model = model(cast.declaration.model, declared: models, names: table.names) else { continue }
            instances.append(
                ids[index].map { AgentInstance(id: $0, declaration: cast.declaration, model: model) })
        }
        guard instances.count == members.count + judges.count else { return nil }
        checkWeights(of: members)
        let seats = zip(judges, instances.dropFirst(members.count)).compactMap { cast, agents in
            agents.first.map { Council.Judge(agent: $0, weight: cast.vote ?? cast.declaration.weight) }
        }
        if let judge = judges.first, seats.allSatisfy({ $0.weight == 0 }) {
            files.sink.report(at: judge.place, "no judge's vote weighs anything", hint: "give one a weight above 0")
        }
        let council = team.council.map {
            Council(judges: seats, quorum: $0.quorum?.value ?? 1, gate: $0.gate)
        }
        return TeamConfiguration(
            name: team.name, agents: Array(instances.prefix(members.count).joined()), council: council)
    }

    /// Reports a team in which no proposal can come about.
    private func checkWeights(of members: [Cast]) {
        guard let first = members.first else { return }
        let proposers = members.filter { [.explorer, .optimizer].contains($0.declaration.role) }
        if proposers.isEmpty {
            files.sink.report(
                at: first.place, "the team has nobody who proposes kernels", hint: "add an explorer or an optimizer")
        } else if proposers.allSatisfy({ $0.declaration.weight == 0 }) {
            files.sink.report(
                at: first.place, "nobody who proposes kernels has a share of the tickets",
                hint: "give an explorer or an optimizer a weight above 0")
        }
    }

    /// Checks what an agent refers to on its own: its model and its prompt.
    mutating func check(_ agent: AgentDeclaration) {
        var table = ModelTable()
        table.lay(agent.models)
        let models = table.readAll(into: files.sink)
        _ = model(agent.model, declared: models, names: table.names)
        loadPrompt(agent.prompt)
    }

    /// Reads an agent that a team names.
    private func cast(
        _ name: Located<String>, count: Int, overrides: YAMLNode?, isJudge: Bool, vote: Double? = nil
    ) -> Cast? {
        guard let reader = files.declaration(.agent, named: name.value, at: name.location) else { return nil }
        let node = overrides?.merged(over: reader.node) ?? reader.node
        guard let declaration = AgentDeclaration.read(YAMLReader(node, label: reader.label, sink: reader.sink)) else {
            return nil
        }
        guard (declaration.role == .judge) == isJudge else {
            let role = declaration.role.described
            files.sink.report(
                at: name.location,
                isJudge
                    ? "'\(name.value)' is \(role), not a judge"
                    : "'\(name.value)' is a judge and sits in no other place",
                hint: isJudge ? "only judges sit in the council" : "name it under council: judges:")
            return nil
        }
        return Cast(declaration: declaration, place: name.location, count: count, vote: vote)
    }

    /// What the agents of each cast are called: their declaration's name, numbered where there are several.
    private func ids(of casts: [Cast]) -> [[String]] {
        var totals: [String: Int] = [:]
        for cast in casts { totals[cast.declaration.name, default: 0] += cast.count }
        var next: [String: Int] = [:]
        var taken: Set<String> = []
        return casts.map { cast in
            let name = cast.declaration.name
            return (0..<cast.count).map { _ in
                next[name, default: 0] += 1
                let id = totals[name] == 1 ? name : "\(name)-\(next[name, default: 1])"
                if !taken.insert(id).inserted {
                    files.sink.report(
                        at: cast.place, "two agents of the team would be called '\(id)'", hint: "rename one of them")
                }
                return id
            }
        }
    }

    /// The model an agent names.
    private func model(
        _ name: Located<String>, declared: [String: ModelConfiguration], names: [String]
    ) -> ModelConfiguration? {
        if let model = declared[name.value] ?? ModelConfiguration.inline(name.value) {
            check(keyOf: model, at: name.location)
            check(queueOf: model, at: name.location)
            return model
        }
        // A declared model with mistakes was reported where it is declared.
        guard !names.contains(name.value) else { return nil }
        let hint =
            suggestion(for: name.value, among: names + ["offline", "manual"])
            ?? "write offline, manual, openai/NAME or ollama/NAME, or declare it under 'models'"
        let severity: Diagnostic.Severity = modelsMustExist || name.value.contains("/") ? .error : .warning
        files.sink.report(severity, at: name.location, "model '\(name.value)' is not declared", hint: hint)
        return nil
    }

    /// Reports a key's variable that is not set.
    private func check(keyOf model: ModelConfiguration, at place: SourceLocation) {
        guard keysMustBeSet, let variable = model.keyVariable, files.environment[variable, default: ""].isEmpty else {
            return
        }
        files.sink.report(
            at: place, "model '\(model.name)' needs the environment variable '\(variable)', which is not set",
            hint: "set it to the key of \(model.baseURLAsWritten ?? "the server")")
    }

    /// Reports a queue folder outside the project; one that does not exist yet is fine.
    private func check(queueOf model: ModelConfiguration, at place: SourceLocation) {
        guard let queue = model.queue else { return }
        let parts = queue.split(separator: "/", omittingEmptySubsequences: false)
        if queue.hasPrefix("/") || queue.hasPrefix("~") || parts.contains("..") {
            files.sink.report(
                at: place, "the queue '\(queue)' of model '\(model.name)' is outside the project",
                hint: "write a path from the project's root without '..'")
        }
    }

    /// Reads a prompt template once.
    private mutating func loadPrompt(_ prompt: Located<String>) {
        guard prompts[prompt.value] == nil else { return }
        do throws(ProjectFiles.Refusal) {
            guard prompt.value.hasPrefix("prompts/") else {
                // Outside paths get their own message first.
                _ = try files.project.file(at: prompt.value)
                throw ProjectFiles.Refusal(
                    message: "'\(prompt.value)' is not under prompts/", hint: "move the template to prompts/")
            }
            let file = try files.project.file(at: prompt.value)
            prompts[prompt.value] = PromptFile(path: prompt.value, text: try ProjectFiles.text(of: file))
        } catch {
            files.sink.report(at: prompt.location, "prompt \(error.message)", hint: error.hint)
            prompts[prompt.value] = .some(nil)
        }
    }
}
