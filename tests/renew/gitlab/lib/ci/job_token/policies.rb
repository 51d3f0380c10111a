module Ci
  module JobToken
    module Policies
      POLICIES = [
        :read_widgets,
        :admin_widgets
      ].freeze

      DEPRECATED_POLICIES = [:read_containers].freeze
    end
  end
end
