module API
  class Notes < ::API::Base
    Helpers::NoteKinds.kinds.each do |kind|
      resource kind[:resource] do
        settings = { permissions: :"read_#{kind[:name]}_note" }
        settings.merge!(boundary_type: kind[:resource].to_s.singularize.to_sym)

        if kind[:jobs]
          route_setting :authentication, job_token_allowed: true
        end

        if some_policy(kind)
          settings.merge!(job_token_policies: :read_notes)
        end

        route_setting :authorization, settings
        get ":id/#{kind[:name].pluralize}/notes" do
        end
      end
    end
  end
end
